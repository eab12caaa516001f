import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeChatwoot, type FakeChatwoot } from '../channels/chatwoot/fake/index.ts';
import type { Probes } from '../contract/index.ts';
import { createFakeChatApi, type FakeChatApi } from '../engines/botpress/chat-api/fake/index.ts';
import { createHttp, type Http } from '../http/index.ts';
import { createProbes } from './create-probes.ts';

const caller = { tenantId: 'tenant' };
let chatwoot: FakeChatwoot;
let chat: FakeChatApi;
let http: Http;
let guarded: Http;
let probes: Probes;
let baseUrl: string;
let chatUrl: string;
beforeAll(async () => {
  chatwoot = createFakeChatwoot({ now: () => Date.now() + 400_000 });
  chat = createFakeChatApi();
  http = createHttp({ allowPrivate: true });
  guarded = createHttp({ allowPrivate: false });
  probes = createProbes({ http });
  [{ url: baseUrl }, { url: chatUrl }] = await Promise.all([chatwoot.listen(), chat.listen()]);
});
afterAll(async () => {
  await Promise.all([chatwoot.close(), chat.close(), http.close(), guarded.close()]);
});

describe('the door of a Chatwoot', () => {
  it('is known by how it refuses, and tells its time', async () => {
    const door = await probes.chatwootDoor({ baseUrl, caller });
    expect(door).toMatchObject({ reached: true, status: 401, isExpected: true, redirectsTo: null });
    expect(door.reached && (door.dateMs ?? 0) - Date.now()).toBeGreaterThan(390_000);
    const below = await probes.chatwootDoor({ baseUrl: `${baseUrl}/app/accounts/1`, caller });
    expect(below).toMatchObject({ reached: true, status: 404, isExpected: false });
  });

  it('says what keeps it from being reached', async () => {
    const why = async (url: string, looker = probes) => {
      const seen = await looker.chatwootDoor({ baseUrl: url, caller });
      return seen.reached ? seen.status : seen.why;
    };
    expect(await why('http://127.0.0.1:1')).toBe('refused');
    expect(await why('http://no-such-host.invalid')).toBe('unknown-host');
    expect(await why(baseUrl.replace('http:', 'https:'))).toBe('no-tls');
    expect(await why(baseUrl, createProbes({ http: guarded }))).toBe('private');
  });

  it('names where it sends people to instead', async () => {
    const server = createServer((_, response) => {
      response.writeHead(301, { location: 'https://chat.example.com/somewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const door = await probes.chatwootDoor({ baseUrl: `http://127.0.0.1:${port}`, caller });
    expect(door).toMatchObject({ redirectsTo: 'https://chat.example.com', isExpected: false });
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a token of Chatwoot', () => {
  it('is told apart by two reads that leave nothing', async () => {
    const { id: accountId } = chatwoot.createAccount();
    const other = chatwoot.createAccount();
    const bot = chatwoot.createBot({ accountId });
    const stranger = chatwoot.createBot({ accountId: other.id });
    const user = chatwoot.createUser({ accountId });
    const kindOf = (token: string) => probes.chatwootToken({ baseUrl, accountId, token, caller });
    expect(await kindOf(bot.token)).toEqual({ kind: 'bot', mayRead: true });
    expect(await kindOf(stranger.token)).toEqual({ kind: 'stranger' });
    expect(await kindOf(user.token)).toEqual({ kind: 'user' });
    expect(await kindOf('hunter2')).toEqual({ kind: 'nobody' });
    expect(chatwoot.conversations({ accountId })).toEqual([]);
  });

  it('is that of a bot which may not read where Chatwoot is older', async () => {
    const old = createFakeChatwoot({ version: '4.13' });
    const { url } = await old.listen();
    const { id: accountId } = old.createAccount();
    const { token } = old.createBot({ accountId });
    const kind = await probes.chatwootToken({ baseUrl: url, accountId, token, caller });
    expect(kind).toEqual({ kind: 'bot', mayRead: false });
    await old.close();
  });
});

describe('a key of the Chat API', () => {
  it.each([false, true])(
    'is tried without making a user (errors with status 200: %s)',
    async (asStatus200) => {
      const fake = createFakeChatApi({ errorsAsStatus200: asStatus200 });
      const { url } = await fake.listen();
      const webhookId = randomBytes(6).toString('hex');
      fake.setBot({ webhookId, encryptionKey: 'right' });
      const ask = (encryptionKey: string, id = webhookId) =>
        probes.chatKey({ settings: { chatUrl: url, webhookId: id, encryptionKey }, caller });
      expect([await ask('right'), await ask('wrong'), await ask('right', 'other')]).toEqual([
        'accepted',
        'refused',
        'no-bot',
      ]);
      expect(await ask('right')).toBe('accepted');
      await fake.close();
    },
  );

  it('names settings that lack something', async () => {
    await expect(probes.chatKey({ settings: { chatUrl }, caller })).rejects.toThrow('encryptionKey');
  });
});
