import { z } from 'zod';
import { zChannelId, zSessionId, zTenantId } from '../ids.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';

/**
 * Whom to erase, by one of: Chatwoot's number of the contact; one of his sessions; his e-mail address, phone number or the
 * identifier that the tenant's own system gave him.
 */
export const zEraseContact = z
  .strictObject({
    tenantId: zTenantId,
    contactId: zChannelId.optional(),
    sessionId: zSessionId.optional(),
    identifier: z.string().trim().min(3).max(254).optional(),
  })
  .refine(
    ({ contactId, sessionId, identifier }) =>
      [contactId, sessionId, identifier].filter((one) => one !== undefined).length === 1,
    'give one of contactId, sessionId and identifier',
  );
export type EraseContact = Pick<z.output<typeof zEraseContact>, 'contactId' | 'sessionId' | 'identifier'>;

export const zGetReceipt = z.strictObject({ tenantId: zTenantId, receiptId: z.uuid() });
export const zListReceipts = z.strictObject({ tenantId: zTenantId, ...pageFields });

export const zReceiptView = z.object({
  id: z.uuid(),
  state: z.enum(['under-way', 'done']),
  /** Rows by table; of `inbound_messages` and `chat_sessions` those whose content was taken out. */
  removed: z.record(z.string(), z.int()),
  /** What each engine said to it. */
  engine: z.array(
    z.object({
      dialect: z.string(),
      outcome: z.enum(['deleted', 'not-possible', 'failed']),
      detail: z.string(),
    }),
  ),
  orderedBy: z.string(),
  orderedAt: zMoment,
  doneAt: zMoment.nullable(),
});
export type ReceiptView = z.output<typeof zReceiptView>;

export const zReceiptAnswer = z.object({ receipt: zReceiptView });
export const zReceiptsAnswer = z.object({ receipts: z.array(zReceiptView), nextCursor: zNextCursor });
