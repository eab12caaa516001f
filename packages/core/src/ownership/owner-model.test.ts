import type { OwnerState } from '@tandem/db';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryOwnerSteps, type OwnerStep } from '../../test/owner-steps.ts';
import { later } from '../lanes/earliest.ts';
import { decideOwner } from './decide-owner.ts';
import type { OwnerConsequence, OwnerDecision, OwnerEvent, OwnerRules } from './owner-events.ts';

const runs = 3_000;
const stepsMax = 60;
const beganAt = new Date('2026-03-02T09:00:00.000Z');

interface Recorded {
  from: string | null;
  to: string;
  reason: string;
  actor: string;
}

/** A conversation under the function: a clock, what it recorded, and what its owner let through. */
class Conversation {
  state: OwnerState | null = null;
  now = beganAt;
  lastSaidAt: Date | null = null;
  readonly trail: Recorded[] = [];
  /** Of each handoff that waits for an agent: since when. */
  waitingSince: Date | null = null;
  rules: OwnerRules;

  constructor(rules: OwnerRules) {
    this.rules = rules;
  }

  take(step: OwnerStep): void {
    switch (step.type) {
      case 'time':
        this.#pass(step.minutes);
        break;
      case 'suspension':
        this.rules = { ...this.rules, active: !step.suspended };
        break;
      case 'event':
        this.#decide(step.eventAt(this.now));
    }
  }

  /** Timers fire as they come due, whatever the clock jumps over. */
  #pass(minutes: number): void {
    const until = later(this.now, minutes * 60_000);
    for (;;) {
      const due = [this.state?.unattendedAt, this.state?.resumeAt].filter(
        (at) => at instanceof Date && at <= until,
      );
      if (due.length === 0) break;
      const at = new Date(Math.min(...due.map(Number)));
      this.now = at > this.now ? at : this.now;
      if (this.state?.unattendedAt && this.state.unattendedAt <= this.now)
        this.#decide({ type: 'unattended-due', at: this.now });
      if (this.state?.resumeAt && this.state.resumeAt <= this.now)
        this.#decide({ type: 'silence-due', at: this.now, lastSaidAt: this.lastSaidAt });
    }
    this.now = until;
  }

  #decide(event: OwnerEvent): void {
    const before = this.state;
    const decision = decideOwner({ state: before, event, rules: this.rules });
    if (event.type === 'customer-message' || event.type === 'agent-message') this.lastSaidAt = event.at;
    this.#hold(before, event, decision);
    this.state = decision.state;
  }

  /** What must be so whatever happens. */
  #hold(
    before: OwnerState | null,
    event: OwnerEvent,
    { state, recorded, consequences }: OwnerDecision,
  ): void {
    const has = (one: OwnerConsequence) => consequences.includes(one);
    const isHuman = state.owner === 'human';
    // The bot hears and speaks only while it owns, and for a tenant that is active.
    expect(has('show') || has('give-to-bot') ? !isHuman && this.rules.active : true).toBe(true);
    // One of the two owns, and each message goes one way.
    expect(['bot', 'human']).toContain(state.owner);
    if (event.type === 'customer-message')
      expect(consequences.filter((one) => one.startsWith('give-') || one.startsWith('leave-'))).toHaveLength(
        1,
      );
    // After an agent's word no words of ours.
    expect(has('tell-customer') && state.agentReplied).toBe(false);
    // A change of owner is recorded, explained, and follows the one before.
    if (before !== null && before.owner !== state.owner) expect(recorded).toBe(true);
    if (recorded) {
      const { owner: to, ownerReason: reason, ownerActor: actor } = state;
      expect(reason).toMatch(/\w{3}/);
      expect(actor).not.toBe('');
      expect(this.trail.at(-1)?.to ?? before?.owner ?? null).toBe(before?.owner ?? null);
      this.trail.push({ from: before?.owner ?? null, to, reason, actor });
    }
    // What is pending belongs to whom it is about.
    expect(!isHuman && (state.unattendedAt ?? state.resumeAt) !== null).toBe(false);
    expect(isHuman && state.tellBotAt !== null).toBe(false);
    this.#watchWaiting(state, event, consequences);
  }

  /** Nobody whom the bot handed over waits longer than the limit unseen. */
  #watchWaiting(state: OwnerState, event: OwnerEvent, consequences: readonly OwnerConsequence[]): void {
    if (consequences.includes('open')) this.waitingSince = event.at;
    if (state.owner === 'bot' || state.agentReplied || consequences.includes('call-again'))
      this.waitingSince = null;
    if (this.waitingSince === null) return;
    const limit = later(this.waitingSince, this.rules.unattendedMinutes * 60_000);
    expect(state.unattendedAt).toEqual(limit);
    expect(event.at <= limit).toBe(true);
  }
}

const arbitraryRules: fc.Arbitrary<OwnerRules> = fc.record({
  answerWhen: fc.constantFrom('pending', 'pending-or-unassigned-open'),
  unattendedMinutes: fc.integer({ min: 1, max: 60 }),
  autoResumeMinutes: fc.option(fc.integer({ min: 1, max: 240 })),
  active: fc.constant(true),
});

describe(`${runs} random stories of up to ${stepsMax} events`, () => {
  it('never let the bot speak while a human owns, nor anybody wait unseen, and explain each change', () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryOwnerSteps(stepsMax), (rules, steps) => {
        const conversation = new Conversation(rules);
        for (const step of steps) conversation.take(step);
        const last = conversation.trail.at(-1);
        if (last && conversation.state) {
          expect(last.to).toBe(conversation.state.owner);
          expect(last.reason).toBe(conversation.state.ownerReason);
        }
      }),
      { numRuns: runs },
    );
  });
});
