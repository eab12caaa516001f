import { describe, expect, it } from 'vitest';
import { findInChanged as found } from './find-in-changed.ts';
import type { MadeFacts } from './make-facts.ts';

describe('spoken over a human', () => {
  const takeOver = (facts: MadeFacts, acknowledgedAtMs: number | null, isAgentReply = false) =>
    facts.transcripts.ownerEvents.push({
      conversationId: 7,
      owner: 'human',
      isAgentReply,
      sentAtMs: 2_300,
      acknowledgedAtMs,
    });

  it('is a reply that was claimed after the 2xx of a takeover', () => {
    expect(found((facts) => takeOver(facts, 2_400))).toEqual([
      "spoken-over: the bot's message 502 came 100 ms after a takeover was acknowledged",
      "spoken-over: the bot's message 503 came 1100 ms after a takeover was acknowledged",
    ]);
  });

  it('is not one that was claimed before, or when the takeover was never acknowledged', () => {
    expect(found((facts) => takeOver(facts, 2_460), 2)).toEqual([]);
    expect(found((facts) => takeOver(facts, null))).toEqual([]);
  });

  it('is one that was claimed before and sent long after', () => {
    const change = (facts: MadeFacts) => {
      takeOver(facts, 2_460);
      facts.shown(2).createdAtMs = 20_000;
    };
    expect(found(change, 2)).toHaveLength(1);
  });

  it('is not one after the conversation was given back, on either side', () => {
    const inChatwoot = (facts: MadeFacts) => {
      takeOver(facts, 2_400);
      const back = { conversationId: 7, owner: 'bot', isAgentReply: false, acknowledgedAtMs: null } as const;
      facts.transcripts.ownerEvents.push({ ...back, sentAtMs: 2_410 });
    };
    const inLedger = (facts: MadeFacts) => {
      takeOver(facts, 2_400);
      facts.ledger.ownerChanges.push({
        conversationId: 7,
        owner: 'bot',
        reason: 'released',
        createdAtMs: 2_410,
      });
    };
    expect(found(inChatwoot)).toEqual([]);
    expect(found(inLedger)).toEqual([]);
  });

  it('is a notice only once an agent has replied', () => {
    const notice = (isAgentReply: boolean) => (facts: MadeFacts) => {
      takeOver(facts, 2_400, isAgentReply);
      facts.outbound(2).kind = 'notice';
    };
    expect(found(notice(false), 2)).toEqual([]);
    expect(found(notice(true), 2)).toHaveLength(1);
  });
});
