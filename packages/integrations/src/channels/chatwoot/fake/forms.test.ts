import { describe, expect, it } from 'vitest';
import { openDesk } from '../../../../test/open-desk.ts';

type Desk = ReturnType<typeof openDesk>;
/** What this fake answers, as far as it is looked at here. */
interface CreatedMessage {
  attachments: { data_url: string }[];
}
const mib = 1024 * 1024;

async function post({ fake, account, bot }: Desk, conversationId: number, form: FormData) {
  const url = `http://fake/api/v1/accounts/${account.id}/conversations/${conversationId}/messages`;
  const headers = { api_access_token: bot.token };
  const response = await fake.fetch(new Request(url, { method: 'POST', headers, body: form }));
  const body = (await response.json()) as CreatedMessage;
  return { status: response.status, body };
}

function formOf(fields: Record<string, string>, ...files: [name: string, type: string, size: number][]) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, type, size] of files)
    form.append('attachments[]', new File([new Uint8Array(size)], name, { type }));
  return form;
}

describe('a form', () => {
  it('makes a message with its files, which are served by an address that redirects', async () => {
    const desk = openDesk();
    const { conversationId } = desk.start();
    const attributes = JSON.stringify({ tandem_ref: 'a' });
    const form = formOf(
      { content: 'Look', private: 'false', content_attributes: attributes },
      ['å "b".png', 'image/png', 10],
      ['c.pdf', 'application/pdf', 20],
    );
    const { status, body } = await post(desk, conversationId, form);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      content: 'Look',
      private: false,
      content_attributes: { tandem_ref: 'a' },
      attachments: [
        { file_type: 'image', content_type: 'image/png', file_size: 10 },
        { file_type: 'file', content_type: 'application/pdf', file_size: 20 },
      ],
    });
    const first = await desk.fake.fetch(new Request(body.attachments[0]?.data_url ?? ''));
    expect(first.status).toBe(302);
    const location = new URL(first.headers.get('location') ?? '', 'http://fake');
    const second = await desk.fake.fetch(new Request(location));
    expect((await second.arrayBuffer()).byteLength).toBe(10);
  });

  it('with broken attributes has none', async () => {
    const desk = openDesk();
    const { body } = await post(
      desk,
      desk.start().conversationId,
      formOf({ content: 'a', content_attributes: '{' }),
    );
    expect(body).toMatchObject({ content: 'a', content_attributes: {} });
  });

  it.each([
    ['Channel::WebWidget', 40 * mib, 200],
    ['Channel::WebWidget', 40 * mib + 1, 422],
    ['Channel::Whatsapp', 40 * mib + 1, 200],
  ])('in %s with %d bytes is answered with %d', async (channel, size, status) => {
    const desk = openDesk();
    const inbox = desk.fake.createInbox({ accountId: desk.account.id, botId: desk.bot.id, channel });
    const { conversationId } = desk.fake.startConversation({ inboxId: inbox.id, text: 'Hello' });
    const form = formOf({}, ['a.bin', 'application/octet-stream', size]);
    expect((await post(desk, conversationId, form)).status).toBe(status);
  });

  it('with more than 15 files is refused', async () => {
    const desk = openDesk();
    const files = Array.from({ length: 16 }, (): [string, string, number] => ['a.txt', 'text/plain', 1]);
    expect((await post(desk, desk.start().conversationId, formOf({}, ...files))).status).toBe(422);
  });
});

describe('a widget that opens', () => {
  it('is told to the inbox’s bot, first without and then with the conversation', async () => {
    const { fake, inbox, acted, call } = openDesk();
    const visitor = fake.customerOpensWidget({ inboxId: inbox.id, language: 'sv' });
    await fake.settled();
    const visit = {
      kind: 'widget-open',
      inboxId: inbox.id,
      contactId: visitor.contactId,
      sourceId: visitor.sourceId,
      locale: 'sv',
    };
    expect(acted()).toEqual([expect.objectContaining({ ...visit, conversationId: null })]);
    const body = { inbox_id: inbox.id, contact_id: visitor.contactId, source_id: visitor.sourceId };
    const made = (await (await call('', body)).json()) as { id: number };
    fake.customerOpensWidget({ inboxId: inbox.id, contactId: visitor.contactId });
    await fake.settled();
    expect(acted().at(-1)).toMatchObject({ ...visit, locale: 'en', conversationId: made.id });
  });
});
