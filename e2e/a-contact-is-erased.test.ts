import { scripts } from '@tandem/integrations/fakes';
import { newId } from '@tandem/runtime';
import { columnsWithText } from '@tandem/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysWithText } from './keys-with-text.ts';
import { type Bridge, openBridge } from './open-bridge.ts';
import { type Desk, openDesk } from './open-desk.ts';
import type { Webhook } from './open-platform.ts';
import { eventually } from './open-scene.ts';

let bridge: Bridge;
beforeAll(async () => {
  bridge = await openBridge();
}, 60_000);
afterAll(async () => await bridge?.close());

/** What tells Rosalinde from all others: her words, her name, her number, her address. */
const marks = ['parcel zebra-4711', 'Rosalinde Quittenbaum', '+46701234567', 'rosalinde@quitten.example'];
const [words, name, phoneNumber, email] = marks as [string, string, string, string];
const neighbourWords = 'my own parcel heron-0815';

interface Shop extends Desk {
  url: string;
  inboxId: number;
  adminToken: string;
  /** Every webhook of Chatwoot, as it was sent. */
  sent: Webhook[];
}

async function openShop(): Promise<Shop> {
  const sent: Webhook[] = [];
  const { platform } = bridge;
  const { chatwoot, url } = await bridge.openChatwoot({
    poster: {
      post: async (webhook) => {
        sent.push(webhook);
        return await platform.poster.post(webhook);
      },
      close: async () => {},
    },
  });
  const { id: accountId } = chatwoot.createAccount();
  const bot = chatwoot.createBot({ accountId });
  const inbox = chatwoot.createInbox({ accountId, channel: 'Channel::WebWidget', botId: bot.id });
  const desk = await openDesk(bridge, {
    chatwoot,
    settings: {
      ...{ baseUrl: url, accountId, inboxId: inbox.id, botToken: bot.token },
      webhookSecrets: [bot.secret],
    },
    config: { escalationRules: { keywords: ['human'] }, turnDeadlineMs: 5_000 },
    says: scripts.byFirstWords({ silence: scripts.crash() }, scripts.quote()),
  });
  chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: desk.webhookUrl });
  const admin = chatwoot.createUser({ accountId, name: 'Boss', role: 'administrator' });
  return { ...desk, url, inboxId: inbox.id, adminToken: admin.token, sent };
}

/** A contact with a name, a number and an address. */
async function begin(shop: Shop, contact: { name: string; email: string; phone: string }) {
  const begun = shop.desk.startConversation({ inboxId: shop.inboxId, contactName: contact.name });
  const path = `/api/v1/accounts/${shop.accountId}/contacts/${begun.contactId}`;
  const answer = await fetch(`${shop.url}${path}`, {
    method: 'PUT',
    headers: { api_access_token: shop.adminToken, 'content-type': 'application/json' },
    body: JSON.stringify({ email: contact.email, phone_number: contact.phone }),
  });
  expect(answer.status).toBe(200);
  return begun;
}

/** Answered, failed, handed over with a note, handed over once more by an administrator, with an attempt that quotes. */
async function converse(shop: Shop, conversationId: number): Promise<void> {
  const { desk, accountId, tenantId, scope } = shop;
  const { platform } = bridge;
  const ref = { accountId, conversationId };
  const say = (text: string) => desk.customerSends({ ...ref, text });
  say(`where is ${words}?`);
  await eventually(() => shop.botTexts(conversationId)).toContain(`You said: where is ${words}?`);
  say(`a human please, about ${words}`);
  await eventually(() =>
    desk.transcript(ref).some((one) => one.private && (one.text ?? '').includes(words)),
  ).toBe(true);
  const [session] = await scope.sessions.findByConversation(conversationId);
  if (!session) throw new Error('there is no session');
  const path = `/api/chatbot/tenants/${tenantId}/sessions/${session.id}`;
  expect(
    (await platform.admin('POST', `${path}/release`, { reason: `${name} asked for the bot` })).status,
  ).toBe(200);
  await eventually(() => desk.conversation(ref).status).toBe('pending');
  say(`silence about ${words}`);
  await eventually(async () => (await scope.sessions.get(session.id))?.owner).toBe('human');
  const [turn] = await scope.turns.open(session);
  await platform.database.platform.addAttempts([
    {
      ...{
        tenantId,
        id: newId(),
        subjectId: turn?.id ?? newId(),
        hop: 'engine',
        number: 9,
        outcome: 'rejected',
      },
      ...{ status: 400, detail: 'refused', durationMs: 1, worker: 'w', at: new Date() },
    },
  ]);
  await desk.settled();
}

const exportOf = async (shop: Shop): Promise<string> =>
  await (await bridge.platform.admin('GET', `/api/chatbot/tenants/${shop.tenantId}/export`)).text();

async function findings(): Promise<unknown[]> {
  const { databaseUrl, redisUrl } = bridge.platform;
  const found: unknown[] = [];
  for (const mark of marks) {
    for (const where of await columnsWithText(databaseUrl, mark)) found.push({ mark, ...where });
    for (const key of await keysWithText(redisUrl, mark)) found.push({ mark, key });
  }
  return found;
}

describe('a contact who is erased', { timeout: 120_000 }, () => {
  it('stands in the export before, in nothing after, and comes back with no late webhook; neighbours stay', async () => {
    const shop = await openShop();
    const rosa = await begin(shop, { name, email, phone: phoneNumber });
    const neighbour = await begin(shop, {
      name: 'Nils Holm',
      email: 'nils@holm.example',
      phone: '+46709999999',
    });
    shop.desk.customerSends({ ...neighbour, text: neighbourWords });
    await eventually(() => shop.botTexts(neighbour.conversationId)).toEqual([`You said: ${neighbourWords}`]);
    await converse(shop, rosa.conversationId);
    const exported = await exportOf(shop);
    for (const mark of marks) expect([mark, exported.includes(mark)]).toEqual([mark, true]);
    expect(JSON.parse(exported.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'end' });

    const path = `/api/chatbot/tenants/${shop.tenantId}/erasures`;
    const asked = await bridge.platform.admin('POST', path, { identifier: email.toUpperCase() });
    expect(asked.status).toBe(202);
    const { receipt } = (await asked.json()) as { receipt: { id: string } };
    const read = async () =>
      (await (await bridge.platform.admin('GET', `${path}/${receipt.id}`)).json()) as {
        receipt: { state: string; removed: Record<string, number>; engine: { outcome: string }[] };
      };
    await expect.poll(async () => (await read()).receipt.state, { timeout: 60_000 }).toBe('done');
    const done = (await read()).receipt;
    for (const table of ['inbound_messages', 'outbound_messages', 'turns', 'chat_sessions', 'audit_log'])
      expect([table, done.removed[table] ?? 0]).toEqual([
        table,
        expect.toSatisfy((count: number) => count > 0),
      ]);
    expect(done.engine).toMatchObject([{ outcome: 'deleted' }]);
    expect(await findings()).toEqual([]);

    const old = shop.sent.filter(({ body }) => String(body).includes(email));
    expect(old.length).toBeGreaterThan(3);
    for (const webhook of old) await bridge.platform.post(webhook);
    shop.desk.agentSetsStatus({ ...rosa, agentId: shop.agentId, status: 'resolved' });
    await shop.desk.settled();
    await expect.poll(findings, { timeout: 60_000 }).toEqual([]);
    expect(await exportOf(shop)).toContain(neighbourWords);
    expect(shop.botTexts(rosa.conversationId).length).toBeGreaterThan(0);
    const again = await bridge.platform.admin('POST', path, { contactId: rosa.contactId });
    expect(again.status).toBe(202);
  });
});
