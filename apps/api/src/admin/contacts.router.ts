import { eraseContact, getReceipt, listReceipts } from '@tandem/core/contacts';
import {
  zEraseContact,
  zGetReceipt,
  zListReceipts,
  zReceiptAnswer,
  zReceiptsAnswer,
} from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/erasures';

export const contactsRouter = router({
  erase: tenantProcedure
    .meta({
      summary:
        'Erase a contact from everything held of him; a worker does it, the receipt says when it is done',
      rest: { methods: ['POST'], path, status: 202 },
    })
    .input(zEraseContact)
    .output(zReceiptAnswer)
    .mutation(async ({ ctx, input }) => ({ receipt: await eraseContact(ctx.verb, input) })),

  receipt: tenantProcedure
    .meta({
      summary: 'Show the receipt of one erasure',
      rest: { methods: ['GET'], path: `${path}/{receiptId}`, status: 200 },
    })
    .input(zGetReceipt)
    .output(zReceiptAnswer)
    .query(async ({ ctx, input }) => ({ receipt: await getReceipt(ctx.verb, input) })),

  receipts: tenantProcedure
    .meta({
      summary: 'List the receipts of erasures, in the order they were asked for',
      rest: { methods: ['GET'], path, status: 200 },
    })
    .input(zListReceipts)
    .output(zReceiptsAnswer)
    .query(({ ctx, input }) => listReceipts(ctx.verb, input)),
});
