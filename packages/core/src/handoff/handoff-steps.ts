import type { Config, HandoffRequest } from '@tandem/schemas';
import type { ChannelStep } from '../delivery/channel-step.ts';
import type { QueuedStep } from '../delivery/queue-steps.ts';

type Rules = Config['escalationRules'];
export type Priority = NonNullable<Rules['priority']>;

/** The label of conversations that were handed over while the tenant was closed. */
export const afterHoursLabel = 'after-hours';

interface HandoffSteps {
  rules: Rules;
  /** What the bot asked for, if it was the bot. */
  request: HandoffRequest | null;
  reason: string;
  isClosed: boolean;
}

/** What follows the words to the customer, in order (product page §3, contracts/chatwoot.md §8). Pure. */
export function handoffSteps({ rules, request, reason, isClosed }: HandoffSteps): QueuedStep[] {
  const priority = rules.priority ?? request?.priority ?? null;
  const labels = isClosed ? [...rules.labels, afterHoursLabel] : rules.labels;
  const summary = request?.summary ?? null;
  return [
    { kind: 'status', payload: { status: 'open' } },
    ...assignmentSteps(rules),
    ...labelSteps(labels),
    ...(priority === null ? [] : prioritySteps(priority)),
    handoffStep({ step: 'handoff-note', reason, summary }),
  ];
}

/** To the agent of the rules, else to their team; nothing where they name neither. Pure. */
export function assignmentSteps({ agentId, teamId }: Pick<Rules, 'agentId' | 'teamId'>): QueuedStep[] {
  const to = [...(agentId === null ? [] : [{ agentId }]), ...(teamId === null ? [] : [{ teamId }])];
  return to.length === 0 ? [] : [{ kind: 'assignment', payload: step({ step: 'assign', to }) }];
}

/** Added to those that are there. Pure. */
export const labelSteps = (labels: readonly string[]): QueuedStep[] =>
  labels.length === 0 ? [] : [handoffStep({ step: 'labels', labels: [...new Set(labels)] })];

export const prioritySteps = (priority: Priority): QueuedStep[] => [
  handoffStep({ step: 'priority', priority }),
];

const handoffStep = (payload: ChannelStep): QueuedStep => ({ kind: 'handoff', payload: step(payload) });

const step = (payload: ChannelStep): ChannelStep => payload;
