import type { FakeChatwoot } from '@tandem/integrations/fakes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bridge, openBridge } from './open-bridge.ts';
import { type Desk, openDesk } from './open-desk.ts';
import { eventually } from './open-scene.ts';

let bridge: Bridge;
let host: { chatwoot: FakeChatwoot; url: string };

beforeAll(async () => {
  bridge = await openBridge();
  host = await bridge.openChatwoot();
}, 60_000);
afterAll(async () => await bridge?.close());

/** A tenant of the host with so many inboxes, which waits for the end of a burst. */
async function openTenant(inboxes: number): Promise<{ desk: Desk; inboxIds: number[] }> {
  const { chatwoot, url } = host;
  const { id: accountId } = chatwoot.createAccount();
  const bot = chatwoot.createBot({ accountId });
  const inboxIds = Array.from(
    { length: inboxes },
    () => chatwoot.createInbox({ accountId, botId: bot.id }).id,
  );
  const settings = { baseUrl: url, accountId, botToken: bot.token, webhookSecrets: [bot.secret] };
  const desk = await openDesk(bridge, {
    chatwoot,
    settings,
    config: { settleMs: 700, settleMaxMs: 5_000 },
  });
  chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: desk.webhookUrl });
  return { desk, inboxIds };
}

it('one person writing to two inboxes and two tenants at once is never merged', async () => {
  const [first, second] = [await openTenant(2), await openTenant(1)];
  const places = [first, second].flatMap(({ desk, inboxIds }) =>
    inboxIds.map((inboxId) => ({ desk, inboxId })),
  );
  const talks = places.map(({ desk, inboxId }) => ({
    desk,
    inboxId,
    ...desk.desk.startConversation({ inboxId, contactName: 'Rosa Lindqvist', text: `hello ${inboxId}` }),
  }));
  for (const { desk, inboxId, accountId, conversationId } of talks)
    desk.desk.customerSends({ accountId, conversationId, text: `and more ${inboxId}` });
  const burst = (inboxId: number | undefined) => `hello ${inboxId}\nand more ${inboxId}`;
  for (const { desk, inboxId, conversationId } of talks)
    await eventually(() => desk.botTexts(conversationId)).toEqual([`You said: ${burst(inboxId)}`]);
  const heardBy = ({ heard }: Desk) => heard.map(({ text }) => text).sort();
  expect(heardBy(first.desk)).toEqual(first.inboxIds.map(burst).sort());
  expect(heardBy(second.desk)).toEqual(second.inboxIds.map(burst));
});
