import type { SessionId, TenantId } from '@tandem/schemas';
import type { MessageView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { messageView } from './message-view.ts';

/** As much of a text as a list shows. */
const textMax = 200;

interface ListMessages {
  tenantId: TenantId;
  sessionId?: SessionId | undefined;
  conversationId?: number | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** One page of what was said in a tenant, a session or a conversation, both directions in one order, the newest first. */
export async function listMessages(
  context: AdminContext,
  input: ListMessages,
): Promise<{ messages: MessageView[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.database.enter(input.tenantId).messageList.page(input);
  const messages = items.map((message) => messageView(context.integrations, { message, textMax }));
  return { messages, nextCursor };
}
