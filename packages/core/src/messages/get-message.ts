import { AppError, type TenantId } from '@tandem/schemas';
import type { MessageView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { messageView } from './message-view.ts';

/** Beyond what any channel carries in one message. */
const textMax = 150_000;

/** One message with its whole text. */
export async function getMessage(
  context: AdminContext,
  input: { tenantId: TenantId; messageId: string },
): Promise<MessageView> {
  const message = await context.database.enter(input.tenantId).messageList.get(input.messageId);
  if (!message) throw new AppError('not_found', { public: 'There is no message with this id.' });
  return messageView(context.integrations, { message, textMax });
}
