import type { Config } from '@tandem/schemas';
import type { QueuedStep } from '../delivery/queue-steps.ts';
import { assignmentSteps, labelSteps, type Priority, prioritySteps } from '../handoff/index.ts';

/** The label of conversations in which no agent answered a handoff in time. */
const unattendedLabel = 'unattended';

const nextPriority: Record<Priority, Priority> = {
  low: 'medium',
  medium: 'high',
  high: 'urgent',
  urgent: 'urgent',
};
/** One that nobody marked is as urgent as it gets by being left: more than low. */
const unmarked: Priority = 'low';

interface UnattendedSteps {
  /** What the customer is told; null or empty: nothing. */
  text: string | null;
  rules: Config['escalationRules'];
  /** What the conversation was marked with last; null: nothing. */
  priority: Priority | null;
}

/** What follows when no agent answered a handoff (product page §3): words, label, a higher priority, the assignment again. Pure. */
export function unattendedSteps({ text, rules, priority }: UnattendedSteps): QueuedStep[] {
  const words: QueuedStep[] = text ? [{ kind: 'handoff-notice', payload: { type: 'text', text } }] : [];
  return [
    ...words,
    ...labelSteps([unattendedLabel]),
    ...prioritySteps(nextPriority[priority ?? unmarked]),
    ...assignmentSteps(rules),
  ];
}
