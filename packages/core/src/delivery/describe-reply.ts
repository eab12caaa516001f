import type { Turn } from '@tandem/db';
import type { EngineReply } from '@tandem/integrations/contract';
import { handoffRequestOf, mayAskForHuman } from '../handoff/hand-over-as-asked.ts';
import type { TenantView } from '../lanes/context.ts';
import { messagesOfReplyMax } from './expand-contents.ts';
import { refusedActions } from './queue-actions.ts';

interface DescribeReply {
  tenant: TenantView | null;
  reply: EngineReply;
  turn: Turn | null;
  /** Whether it was more than one reply may be. */
  isCut: boolean;
}

/** What became of a reply of the bot, for its trail. Pure. */
export function describeReply({ tenant, reply, turn, isCut }: DescribeReply): string {
  const parts = [`${reply.contents.length} messages to carry${turn ? '' : ', without a turn'}`];
  if (isCut) parts.push(`only the first ${messagesOfReplyMax} are carried: the bot said too much at once`);
  if (handoffRequestOf(reply) && !mayAskForHuman(tenant)) {
    parts.push(
      "the bot's request for a human is refused: handoff is switched off or not among the allowed actions",
    );
  }
  parts.push(...refusedActions(tenant, reply));
  return parts.join('; ');
}
