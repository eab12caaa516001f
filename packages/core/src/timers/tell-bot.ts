import type { Session } from '@tandem/db';
import { UpstreamError } from '@tandem/integrations/contract';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { connectEngine } from '../routing/connect-engine.ts';

/** Told a little: it helps the bot to begin anew, and nothing waits for it. */
const firstGapMs = 5_000;
const worthMs = 5 * 60_000;

interface TellBot {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session;
}

/**
 * Tells the bot that humans gave the conversation back (contracts/botpress.md §4), where its dialect can be told and it knows
 * the conversation; again with growing gaps for some minutes while it cannot be reached. Answers when to try again.
 */
export async function tellBot(context: LaneContext, input: TellBot): Promise<Date | null> {
  const { lane, tenant, session } = input;
  const { tellBotAt, ownerSince } = session;
  const now = context.now();
  if (tellBotAt === null || !tenant?.active) return null;
  if (tellBotAt > now) return tellBotAt;
  const isTold = session.owner !== 'bot' || !session.engineOpen || (await tell(context, { tenant, session }));
  const again = isTold || now > later(ownerSince, worthMs) ? null : againAt(now, ownerSince);
  await lane.scope.sessions.toldBot(session.id, { was: tellBotAt, again });
  return again;
}

/** After as long again as it has been tried. */
const againAt = (now: Date, since: Date): Date =>
  later(now, Math.max(firstGapMs, now.getTime() - since.getTime()));

async function tell(
  context: LaneContext,
  { tenant, session }: { tenant: TenantView; session: Session },
): Promise<boolean> {
  const { engineUserId: userId, engineConversationId: conversationId } = session;
  const ids = { tenantId: tenant.tenantId, conversationId: session.conversationId };
  try {
    const told = connectEngine(context, tenant)?.tellHandoffEnded;
    if (!told) return true;
    await told({ conversation: { userId, conversationId } });
    context.log.info({ ...ids, outcome: 'ok' }, 'the bot was told that humans gave the conversation back');
    return true;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    context.log.warn({ ...ids, outcome: error.kind }, 'the bot was not told that humans gave it back');
    return !mayHelp(error);
  }
}

/** What was refused for what it is stays refused. */
const mayHelp = ({ kind }: UpstreamError): boolean =>
  kind !== 'rejected' && kind !== 'unauthorized' && kind !== 'malformed';
