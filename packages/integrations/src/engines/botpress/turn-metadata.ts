import type { Attachment } from '@tandem/schemas';
import type { EngineTurn } from '../../contract/index.ts';
import { optional } from './fields.ts';

/** What travels beside a customer's words (contracts/botpress.md §3.3, §3.5). */
export interface TurnMetadata {
  cwMessageId?: string;
  tandemTurn: string;
  tenantContext: Record<string, unknown>;
  kb: EngineTurn['knowledge'];
  choice?: { title: string; value: string };
  attachments?: Attachment[];
}

export function turnMetadata(turn: EngineTurn): TurnMetadata {
  const { message, channelMessageId } = turn;
  return {
    ...optional('cwMessageId', channelMessageId === null ? undefined : String(channelMessageId)),
    tandemTurn: turn.turnId,
    tenantContext: turn.tenantContext,
    kb: turn.knowledge,
    ...optional('choice', message.choice),
    ...optional('attachments', message.attachments.length === 0 ? undefined : message.attachments),
  };
}
