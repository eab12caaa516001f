import { AppError, type TenantId } from '@tandem/schemas';
import type { TrailView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { explain } from './explain.ts';

/** The trail of one message. `messageId`: our UUID of a message, reply or turn, or Chatwoot's message id. */
export async function why(
  context: AdminContext,
  input: { tenantId: TenantId; messageId: string },
): Promise<TrailView> {
  const { tenantId, messageId } = input;
  const channelMessageId = /^\d+$/.test(messageId) ? Number(messageId) : null;
  const reference =
    channelMessageId === null
      ? ({ by: 'id', id: messageId } as const)
      : ({ by: 'channel-message', id: channelMessageId } as const);
  const trail = await context.database.enter(tenantId).trails.find(reference);
  if (!trail) throw new AppError('not_found', { public: 'There is no message with this id.' });
  return explain(trail);
}
