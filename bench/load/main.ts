import { z } from 'zod';
import { sendLoad } from './send-load.ts';
import { webhookRequests } from './webhook-requests.ts';

const zInput = z.object({
  port: z.number(),
  path: z.string(),
  secret: z.string(),
  accountId: z.number(),
  inboxes: z.number(),
  conversations: z.number(),
  firstMessageId: z.number(),
  count: z.number(),
  connections: z.number(),
  perSecond: z.number().nullable(),
  secondsMax: z.number(),
});

/** A load process: takes its input as one JSON argument, prints its result as one JSON line. */
const input = zInput.parse(JSON.parse(process.argv[2] ?? ''));
const requests = webhookRequests({ ...input, host: `127.0.0.1:${input.port}` });
process.stdout.write(`${JSON.stringify(await sendLoad({ ...input, requests }))}\n`);
