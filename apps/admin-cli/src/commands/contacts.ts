import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceiptView } from '@tandem/schemas/admin';
import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { AdminClient } from '../client.ts';
import { type Output, printList, printNote, printOne } from '../print.ts';
import { example, pageOptions, readPage, wholeNumber } from './options.ts';

const columns = ['id', 'state', 'orderedBy', 'orderedAt', 'doneAt'];
const lookEveryMs = 1_000;

interface Who {
  contact?: number;
  session?: string;
  identifier?: string;
  wait: boolean;
}

export function contactCommands({ client, output }: Cli): Command {
  const group = new Command('contacts')
    .description('erasure of the people who wrote')
    .addHelpText('after', example(`tandem contacts erase acme --identifier rosa@example.com`));

  group
    .command('erase')
    .description('erase a contact from everything held of him, for good; prints the receipt')
    .argument('<tenant>', 'its id or slug')
    .option('--contact <number>', "Chatwoot's number of the contact", wholeNumber)
    .option('--session <id>', 'one of his sessions')
    .option('--identifier <text>', 'his e-mail address, phone number or identifier')
    .option('--no-wait', 'do not wait until it is done')
    .addHelpText('after', example(`tandem contacts erase acme --contact 4711`))
    .action(async (tenantId: string, who: Who) => {
      const api = client();
      const { receipt } = await api.contacts.erase.mutate({
        tenantId,
        ...(who.contact !== undefined && { contactId: who.contact }),
        ...(who.session !== undefined && { sessionId: who.session }),
        ...(who.identifier !== undefined && { identifier: who.identifier }),
      });
      print(output, who.wait ? await untilDone(api, { tenantId, receipt }) : receipt);
    });

  group
    .command('receipt')
    .description('show the receipt of one erasure')
    .argument('<tenant>', 'its id or slug')
    .argument('<receipt>', 'its id')
    .addHelpText('after', example(`tandem contacts receipt acme 01997d2e-0000-7000-8000-000000000002`))
    .action(async (tenantId: string, receiptId: string) =>
      print(output, (await client().contacts.receipt.query({ tenantId, receiptId })).receipt),
    );

  pageOptions(group.command('receipts'))
    .description('list the receipts of erasures')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example(`tandem contacts receipts acme`))
    .action(async (tenantId: string, page) => {
      const answer = await client().contacts.receipts.query({ tenantId, ...readPage(page) });
      printList(output, { answer, rows: answer.receipts, columns });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  return group;
}

async function untilDone(
  api: AdminClient,
  { tenantId, receipt }: { tenantId: string; receipt: ReceiptView },
): Promise<ReceiptView> {
  let seen = receipt;
  while (seen.state !== 'done') {
    await sleep(lookEveryMs);
    seen = (await api.contacts.receipt.query({ tenantId, receiptId: receipt.id })).receipt;
  }
  return seen;
}

const print = (output: Output, receipt: ReceiptView): void =>
  printOne(output, { answer: { receipt }, fields: { ...receipt } });
