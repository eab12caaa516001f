import type { Direction, Owner, OwnerCause } from '@tandem/schemas';
import type { Generated } from 'kysely';
import type { Flag, Json, TenantColumn } from './columns.ts';

export interface ChatSessionsTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  inbox_id: number | null;
  contact_id: number | null;
  contact_name: string | null;
  engine_user_id: string;
  engine_conversation_id: string;
  /** Rises when the session expires: the engine gets a new conversation. */
  engine_generation: number;
  /** 1 once the engine's user and conversation exist. */
  engine_open: Flag;
  owner: Owner;
  owner_reason: string;
  owner_actor: string;
  owner_since: Date;
  owner_cause: Generated<OwnerCause>;
  /** The newest thing said of the owner that was obeyed, on the clock of who said it: what is older is not. */
  owner_as_of: Generated<Date>;
  /** 1 when an agent has written since a human owns: from then on not even notices are sent. */
  agent_replied: Generated<Flag>;
  /** When the customer is told that nobody came; null: no handoff waits for an agent. */
  unattended_at: Generated<Date | null>;
  /** When to look whether the conversation has been silent for long enough to be the bot's again; null: never. */
  resume_at: Generated<Date | null>;
  /** When to tell the bot that humans gave the conversation back; null: nothing to tell. */
  tell_bot_at: Generated<Date | null>;
  /** 1 while typing may still be shown although its turn has ended: the lane to the channel hides it. */
  typing: Generated<Flag>;
  /** Highest Chatwoot message id that a turn took; a lower one that comes later is late. */
  last_taken_message_id: number | null;
  /** The last position given to an OutboundMessage. */
  last_position: Generated<number>;
  /** When the customer was last told that the bot failed; cleared by the next reply: once per outage. */
  fallback_at: Date | null;
  /** What the bot last offered to choose from, `OfferedChoices`; null: nothing that is still to be answered. */
  offered_choices: Json | null;
  /** 1 once the customer was welcomed. */
  welcomed: Generated<Flag>;
  /** The language the customer's messages last showed, as `de-AT`; null: not known. */
  locale: string | null;
  /** What the bot said since the engine last took a message of the customer. */
  bot_streak: Generated<number>;
  /** `FallbackStreak`; null: none that counts. */
  fallbacks: Json | null;
  /** `LastQuestion`, written with each turn that the engine takes. */
  last_question: Json | null;
  out_of_hours_at: Date | null;
  /** When its contact was erased last; null: never. */
  erased_at: Generated<Date | null>;
  /** The highest Chatwoot message id that was erased: what comes late with a lower one is not heard. */
  erased_message_id: Generated<number | null>;
  last_activity_at: Date;
  created_at: Date;
}

export interface OwnershipChangesTable {
  tenant_id: TenantColumn;
  id: string;
  session_id: string;
  from_owner: Owner | null;
  to_owner: Owner;
  reason: string;
  actor: string;
  /** The InboundMessage or Turn that caused it. */
  cause_id: string | null;
  created_at: Date;
}

export interface LanesTable {
  tenant_id: TenantColumn;
  connection_id: string;
  conversation_id: number;
  direction: Direction;
  /** When there is something to do; null: nothing. */
  due_at: Date | null;
  /** 1 when work arrived since the holder last looked. */
  dirty: Generated<Flag>;
  lease_owner: string | null;
  /** Fencing token: rises with every claim. */
  lease_token: Generated<number>;
  lease_until: Date | null;
  /** What it failed at last through a failure of ours. */
  failed_head: Generated<string | null>;
  /** How often in a row it failed at that. */
  failures: Generated<number>;
}

export interface InboundMessagesTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  /** `customer-message`, `choice`, `agent-message`, `echo`, `status`, `deleted`, `widget-open` of a channel; `reply` of an engine. */
  kind: string;
  /** Which dialect or provider wrote `body`. */
  source: string;
  channel_message_id: number | null;
  dedupe_key: string;
  /** How often the same came again. */
  duplicates: Generated<number>;
  /** `starting`: a `widget-open` for which a conversation is being started. */
  state: 'pending' | 'in-turn' | 'starting' | 'ended';
  /** Not to be taken before this: pacing. Null: at once. */
  available_at: Date | null;
  late: Generated<Flag>;
  turn_id: string | null;
  end_kind: string | null;
  end_reason: string | null;
  ended_at: Date | null;
  received_at: Date;
  /** The body as it came, secrets of end users taken out. */
  body: Buffer;
}

export interface TurnsTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  session_id: string;
  engine_conversation_id: string;
  /**
   * `sending`: being carried to the engine; `waiting`: the engine has it; `answered`: a reply came, more may;
   * `ended`: settled, see `end_kind`.
   */
  state: 'sending' | 'waiting' | 'answered' | 'ended';
  attempts: Generated<number>;
  config_version: number;
  knowledge_left_out: Generated<number>;
  channel_message_id: number | null;
  /** When the engine took it: the engine's clock where told, ours otherwise. */
  taken_at: Date | null;
  /** While `sending`: not to be tried again before this. */
  next_attempt_at: Date | null;
  deadline_at: Date;
  /** When to ask the engine what became of it; null: no need. */
  check_at: Date | null;
  end_kind: string | null;
  end_reason: string | null;
  ended_at: Date | null;
  created_at: Date;
}

export interface OutboundMessagesTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  session_id: string;
  /** Order within the session. */
  position: number;
  turn_id: string | null;
  /** The InboundMessage it came from. */
  inbound_id: string | null;
  /**
   * `reply`, `welcome`: held back while a human owns; `notice`: may be sent while a human owns; `handoff-notice`: tells of a
   * handoff, and is sent only while that stands; `status`: sets the conversation's status; `action`: something the bot asked for that no customer sees; `handoff`, `assignment`: a step of
   * a handoff that no customer sees, the second never after an agent has written.
   */
  kind: 'reply' | 'welcome' | 'notice' | 'handoff-notice' | 'status' | 'action' | 'handoff' | 'assignment';
  payload: Json;
  state: 'pending' | 'sending' | 'unknown' | 'sent' | 'suppressed' | 'dead';
  reason: string | null;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  expires_at: Date;
  /** When its latest send was claimed (the worker's clock). */
  claimed_at: Date | null;
  /** `unknown`: not read back before this. */
  settle_at: Date | null;
  channel_message_id: number | null;
  sent_at: Date | null;
  created_at: Date;
}

export interface DeliveryAttemptsTable {
  tenant_id: TenantColumn;
  id: string;
  /** The Turn or OutboundMessage that was tried. */
  subject_id: string;
  hop: 'engine' | 'channel';
  number: number;
  outcome: string;
  status: number | null;
  detail: string | null;
  duration_ms: number;
  worker: string;
  created_at: Date;
}
