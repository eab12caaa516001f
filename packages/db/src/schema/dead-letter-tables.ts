import type { Direction } from '@tandem/schemas';
import type { TenantColumn } from './columns.ts';

export interface DeadLettersTable {
  tenant_id: TenantColumn;
  /** Of the InboundMessage or OutboundMessage. */
  id: string;
  /** `to-engine`: a message of the customer; `to-channel`: an OutboundMessage. */
  direction: Direction;
  connection_id: string;
  conversation_id: number;
  /** The message's kind. */
  kind: string;
  reason: string;
  died_at: Date;
  state: 'dead' | 'replayed' | 'dropped';
  /** `formatActor` of who replayed or dropped it; null while it is dead. */
  settled_by: string | null;
  /** Why it was dropped, in an operator's words. */
  settled_why: string | null;
  settled_at: Date | null;
}
