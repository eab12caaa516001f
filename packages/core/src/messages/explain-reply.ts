import type { TrailReply } from '@tandem/db';
import type { ExplainedStep } from './explained-step.ts';
import { plainReason } from './reason-words.ts';

const replyNames: Record<TrailReply['kind'], string> = {
  reply: 'reply',
  welcome: 'welcome',
  notice: 'notice',
  'handoff-notice': 'notice of the handoff',
  status: 'change of status',
  action: 'action of the bot',
  handoff: 'step of the handoff',
  assignment: 'assignment',
};

const stepNames: Record<string, string> = {
  contact: 'lead',
  labels: 'label',
  attributes: 'attributes',
  note: 'note',
  'handoff-note': 'note',
  assign: 'assignment',
  priority: 'priority',
};

/** `label of the handoff`, `lead of the bot’s action`. */
function nameOf({ kind, step }: TrailReply): string {
  const name = step === null ? undefined : stepNames[step];
  switch (kind) {
    case 'handoff':
      return name === undefined ? replyNames[kind] : `${name} of the handoff`;
    case 'action':
      return name === undefined ? replyNames[kind] : `${name} of the bot's action`;
    case 'assignment':
    case 'reply':
    case 'welcome':
    case 'notice':
    case 'handoff-notice':
    case 'status':
      return replyNames[kind];
  }
}

/** What no customer sees is made, not shown. */
const isWords = ({ kind }: TrailReply): boolean =>
  kind === 'reply' || kind === 'welcome' || kind === 'notice' || kind === 'handoff-notice';

/** It was queued; what became of it. `number` counts the replies of this trail from 1. */
export function explainReply(reply: TrailReply, number: number): ExplainedStep[] {
  const { id, createdAt } = reply;
  const name = `The ${nameOf(reply)} (${number})`;
  const because = reply.reason === null ? '' : `: ${plainReason(reply.reason)}`;
  const queued: ExplainedStep = {
    at: createdAt,
    id,
    kind: 'reply',
    text: `${name} was queued for Chatwoot.`,
  };
  const step = (at: Date | null, text: string): ExplainedStep[] => [
    queued,
    { at: at ?? createdAt, id, kind: 'reply', text },
  ];
  switch (reply.state) {
    case 'pending': {
      const { nextAttemptAt } = reply;
      return nextAttemptAt === null
        ? [queued]
        : step(nextAttemptAt, `${name} is tried again at ${nextAttemptAt.toISOString()}${because}.`);
    }
    case 'sending':
      return step(null, `${name} is being sent.`);
    case 'unknown':
      return step(
        reply.settleAt,
        `Nobody knows whether ${name.toLowerCase()} was shown: it is looked up${because}.`,
      );
    case 'sent': {
      const as = reply.channelMessageId === null ? '' : ` as message ${reply.channelMessageId}`;
      return step(
        reply.sentAt,
        isWords(reply) ? `${name} was shown in Chatwoot${as}.` : `${name} was made in Chatwoot.`,
      );
    }
    case 'suppressed':
      return step(null, `${name} was held back${because}.`);
    case 'dead':
      return step(null, `${name} was given up${because}.`);
  }
}
