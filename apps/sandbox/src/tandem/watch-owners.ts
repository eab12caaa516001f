import { isDeepStrictEqual } from 'node:util';
import type { Desk } from '../desk/create-desk.ts';
import type { Flow } from '../flow/create-flow.ts';
import type { Tandem } from './create-tandem.ts';
import { type Session, zSessionsAnswer } from './wire.ts';

/** Asks Tandem who owns the conversations, and tells every change with its reason. Never rejects. */
export async function watchOwners(context: { tandem: Tandem; desk: Desk; flow: Flow }): Promise<void> {
  const { tandem, desk } = context;
  const path = `/tenants/${desk.demo.tenantId}/sessions?limit=200`;
  const answer = await tandem.get(path, zSessionsAnswer).catch(() => null);
  for (const session of answer?.sessions ?? []) {
    if (session.conversationId > desk.demo.conversationIdsAfter && desk.has(session.conversationId)) {
      compare(context, session);
    }
  }
}

function compare({ desk, flow }: { desk: Desk; flow: Flow }, session: Session): void {
  const { id: sessionId, conversationId, owner, ownerReason: reason, ownerSince: sinceMs } = session;
  const view = {
    sessionId,
    owner,
    reason,
    sinceMs,
    unattendedMs: session.unattendedAt,
    locale: session.locale,
  };
  if (isDeepStrictEqual(desk.ownerOf(conversationId), view)) return;
  desk.setOwner(conversationId, view);
  const who =
    owner === 'human' ? 'A human owns this conversation from here on' : 'The bot owns this conversation';
  const text = `${who}: ${reason}`;
  flow.addOnce(`owner ${conversationId} ${sinceMs} ${owner}`, {
    atMs: sinceMs,
    from: 'tandem',
    to: null,
    tone: owner === 'human' ? 'to-human' : 'to-bot',
    conversationId,
    text,
  });
}
