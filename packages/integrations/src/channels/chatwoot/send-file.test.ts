import type { Content } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { sendBytes, serveFiles } from '../../../test/file-server.ts';
import { type Desk, fake, free, http, kindOf, openClient, url } from '../../../test/open-client.ts';
import { LeaseLost, type SentMessage } from '../../contract/index.ts';
import { createHttp, type HttpAndFiles } from '../../http/index.ts';
import { createChatwoot } from './index.ts';

const send = (desk: Desk, content: Content, guard = free): Promise<SentMessage> =>
  desk.client.send(
    { conversationId: desk.place.conversationId, content, ref: 'ref-1', private: false },
    guard,
  );
const last = (desk: Desk) => fake.transcript(desk.place).at(-1);
const mib = 1024 * 1024;

async function serve(type: string, content: Buffer | number) {
  return await serveFiles((_request, response) => {
    response.setHeader('content-type', type);
    if (typeof content === 'number') sendBytes(response, content, true);
    else response.end(content);
  });
}

const connectThrough = ({ account, bot }: Desk, through: HttpAndFiles) =>
  createChatwoot({ http: through, nowMs: Date.now }).connect({
    baseUrl: url,
    accountId: account.id,
    botToken: bot.token,
  });

describe('a file', () => {
  it.each([
    ['image', 'image/png', 'tent.png', 'image'],
    ['audio', 'audio/ogg', 'voice.ogg', 'audio'],
    ['video', 'video/mp4', 'film.mp4', 'video'],
    ['file', 'application/pdf', 'prices.pdf', 'file'],
  ] as const)('(%s) is a real attachment, with caption and ref', async (type, mime, name, fileType) => {
    const bytes = Buffer.from(`the bytes of ${name}`);
    const server = await serve(mime, bytes);
    const desk = openClient();
    const { messageId, degraded } = await send(desk, {
      type,
      url: `${server.url}/${name}`,
      title: 'Our {{best}}',
    });
    expect(degraded).toBeUndefined();
    expect(last(desk)).toMatchObject({
      id: messageId,
      text: 'Our {{best}}',
      tandemRef: 'ref-1',
      private: false,
      attachments: [{ file_type: fileType, content_type: mime, file_size: bytes.length }],
    });
    const { data_url: dataUrl } = last(desk)?.attachments[0] ?? {};
    expect(String(dataUrl)).toContain(`/${name}`);
    const stored = await fetch(String(dataUrl));
    expect(stored.redirected).toBe(true);
    expect(Buffer.from(await stored.arrayBuffer())).toEqual(bytes);
  });

  it('without a caption has none, and a name by what it is', async () => {
    const server = await serve('image/jpeg', Buffer.from('jpg'));
    const desk = openClient();
    await send(desk, { type: 'image', url: `${server.url}/` });
    expect(last(desk)).toMatchObject({ text: null });
    expect(String(last(desk)?.attachments[0]?.data_url)).toContain('/image.jpg');
  });

  it('whose server stumbles once is an attachment all the same', async () => {
    const server = await serveFiles((_request, response) => {
      if (server.asked.length === 1) response.statusCode = 503;
      response.setHeader('content-type', 'image/jpeg');
      response.end('jpg');
    });
    const desk = openClient();
    const { degraded } = await send(desk, { type: 'image', url: `${server.url}/` });
    expect([degraded, server.asked.length]).toEqual([undefined, 2]);
    expect(last(desk)?.attachments).toHaveLength(1);
  });

  it('is found by its ref, like any message', async () => {
    const server = await serve('image/png', Buffer.from('png'));
    const desk = openClient();
    const { messageId } = await send(desk, { type: 'image', url: server.url });
    const { conversationId } = desk.place;
    expect(await desk.client.find({ conversationId, ref: 'ref-1', afterMessageId: null })).toEqual({
      messageId,
    });
  });

  it('whose answer is lost has an unknown outcome, and is there once', async () => {
    const server = await serve('image/png', Buffer.from('png'));
    const desk = openClient();
    fake.faults.set({ direction: 'request', name: 'cut-after-store', rate: 1 });
    expect(await kindOf(send(desk, { type: 'image', url: server.url }))).toBe('unknown-outcome');
    expect(last(desk)).toMatchObject({ tandemRef: 'ref-1', attachments: [{ file_type: 'image' }] });
  });

  it('is not sent when the guard throws after it was fetched', async () => {
    const server = await serve('image/png', Buffer.from('png'));
    const desk = openClient();
    const guard = () => {
      throw new LeaseLost();
    };
    await expect(send(desk, { type: 'image', url: server.url }, guard)).rejects.toBeInstanceOf(LeaseLost);
    expect(fake.counters().requests).toEqual({});
  });
});

describe('a file that cannot be attached is words with its link, and the reason is told', () => {
  it('when it is larger than 40 MB', async () => {
    const server = await serve('video/mp4', 41 * mib);
    const desk = openClient();
    const sent = await send(desk, { type: 'video', url: `${server.url}/film.mp4`, title: 'Film' });
    expect(sent.degraded).toContain('larger than 41943040 bytes');
    expect(last(desk)).toMatchObject({
      id: sent.messageId,
      text: `Film: ${server.url}/film.mp4`,
      tandemRef: 'ref-1',
      attachments: [],
    });
  });

  it('when it is not there', async () => {
    const server = await serveFiles((_request, response) => response.writeHead(404).end());
    const desk = openClient();
    const { degraded } = await send(desk, { type: 'file', url: `${server.url}/gone.pdf` });
    expect(degraded).toContain('404');
    expect(last(desk)?.text).toBe(`${server.url}/gone.pdf`);
  });

  it('when it lies at a private address', async () => {
    const secret = await serve('image/png', Buffer.from('secret'));
    const closed = createHttp({ allowPrivate: false });
    const desk = openClient();
    // Chatwoot itself is reached as ever, files only where they may be fetched.
    const client = connectThrough(desk, { ...http, download: closed.download });
    const { degraded } = await send({ ...desk, client }, { type: 'image', url: secret.url, title: 'Look' });
    expect(degraded).toContain('private or reserved');
    expect(secret.asked).toEqual([]);
    await closed.close();
  });

  it.each([413, 415, 422])('when it is refused with %d', async (status) => {
    const server = await serve('image/png', Buffer.from('png'));
    const desk = openClient();
    const refusing: HttpAndFiles = {
      ...http,
      request: async (request) =>
        request.body ? { status, headers: {}, text: '', json: undefined } : await http.request(request),
    };
    const client = connectThrough(desk, refusing);
    const { degraded } = await send({ ...desk, client }, { type: 'image', url: server.url, title: 'Look' });
    expect(degraded).toContain(String(status));
    expect(last(desk)).toMatchObject({ text: `Look: ${server.url}`, attachments: [] });
  });

  it.each(['data:image/png;base64,aaaa', '/relative.png', 'javascript:alert(1)'])(
    'only words when %s is no address at all',
    async (address) => {
      const desk = openClient();
      await send(desk, { type: 'image', url: address, title: 'A tent' });
      expect(last(desk)?.text).toBe('A tent');
    },
  );
});
