import { AppError, type TenantId } from '@tandem/schemas';
import type { EraseContact, ReceiptView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import type { Who } from './erasure-subject.ts';
import { receiptView } from './receipt-view.ts';

/**
 * Orders the erasure of a contact from all that the tenant's conversations hold here and, as far as its dialect can, at the
 * engine. A worker carries it out; the answer is its receipt, which says so when it is done. To order it again does no harm.
 */
export async function eraseContact(
  context: AdminContext,
  input: EraseContact & { tenantId: TenantId },
): Promise<ReceiptView> {
  const { database, actor } = context;
  const { tenantId, sessionId } = input;
  const scope = database.enter(tenantId);
  if (sessionId !== undefined && !(await scope.sessions.get(sessionId)))
    throw new AppError('not_found', { public: 'There is no session with this id.' });
  const order = { id: context.newId<string>(), subject: { who: whoIn(input) }, actor, now: context.now() };
  return receiptView(await scope.erasures.request(order));
}

function whoIn({ contactId, sessionId, identifier }: EraseContact): Who {
  if (contactId !== undefined) return { contactId };
  if (sessionId !== undefined) return { sessionId };
  if (identifier !== undefined) return { identifier };
  throw new AppError('bad_request', { public: 'Say whom: contactId, sessionId or identifier.' });
}
