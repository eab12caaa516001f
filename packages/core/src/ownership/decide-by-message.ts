import type { OwnerState } from '@tandem/db';
import type { ConversationView } from '@tandem/integrations/contract';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import { decideOwner } from './decide-owner.ts';
import { isNobodys } from './hear-customer.ts';
import type { OwnerDecision, OwnerEventOf, OwnerRules } from './owner-events.ts';
import { rulesOf } from './rules-of.ts';

/**
 * Chatwoot opens as soon as its last attempt has failed, and waits 5 s for that one (contracts/chatwoot.md §6): it began while
 * we were away.
 */
const opensWithinMs = 6_000;
/** Clocks may differ by this. */
const clocksDifferMs = 2_000;

interface DecideByMessage {
  /** With when the conversation was last known to be the bot's; null when it has no session yet. */
  session: (OwnerState & { lastActivityAt: Date }) | null;
  conversation: ConversationView;
  tenant: TenantView;
}

interface DecidedByMessage {
  decision: OwnerDecision;
  /** What it was decided by. */
  event: OwnerEventOf<'customer-message'>;
  rules: OwnerRules;
}

/**
 * Whom a customer's message belongs to. Whether webhooks of ours failed is looked up only where it matters: the conversation
 * is open, and nobody has taken it.
 */
export async function decideByMessage(
  context: LaneContext,
  input: DecideByMessage,
): Promise<DecidedByMessage> {
  const { session: state, conversation, tenant } = input;
  const rules = rulesOf(tenant);
  const event = { type: 'customer-message', at: context.now(), conversation, ownFailure: false } as const;
  const decision = decideOwner({ state, event, rules });
  const isHumans = decision.consequences.includes('leave-to-human');
  if (!isHumans || !isNobodys(state, event) || !(await didWeFail(context, input)))
    return { decision, event, rules };
  const failed = { ...event, ownFailure: true };
  return { decision: decideOwner({ state, event: failed, rules }), event: failed, rules };
}

async function didWeFail(context: LaneContext, input: DecideByMessage): Promise<boolean> {
  const opened = openedBetween(context.now(), input);
  if (!opened) return false;
  const from = later(opened.from, -opensWithinMs);
  const until = later(opened.until, clocksDifferMs);
  return (await context.database.platform.outages.during({ from, until })).length > 0;
}

/**
 * Between which times Chatwoot opened it: when an event told so, then; otherwise since we knew it as the bot's, or, where we
 * know nothing of it, when it was created. Null: it is not told.
 */
function openedBetween(
  now: Date,
  { session, conversation }: DecideByMessage,
): { from: Date; until: Date } | null {
  if (session?.owner === 'human') return { from: session.ownerAsOf, until: session.ownerAsOf };
  if (session) return { from: session.lastActivityAt, until: now };
  if (conversation.createdAtMs === null) return null;
  const createdAt = new Date(conversation.createdAtMs);
  return { from: createdAt, until: later(createdAt, opensWithinMs) };
}
