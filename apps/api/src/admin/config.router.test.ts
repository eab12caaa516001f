import { configDefaults } from '@tandem/schemas';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

/** The brief's example, as it stands in it. */
const brief = {
  config: {
    botName: 'Acme Helper',
    systemPrompt: "You are Acme's helpful assistant...",
    welcomeMessage: "Hi! I'm AcmeBot.",
    language: 'en',
    businessHours: { timezone: 'UTC', hours: [{ day: 'mon-fri', from: '09:00', to: '18:00' }] },
    fallbackMessage: "I'm handing this to a human.",
    enableHumanHandoff: true,
    allowedActions: ['lead_capture', 'booking', 'handoff'],
    escalationRules: { agentId: 123, keywords: ['agent', 'support'] },
    botpressBotId: 'bp-acme-001',
    chatwootInboxId: '42',
  },
  knowledgeBase: [
    { question: 'What are your hours?', answer: 'We open 9-6 UTC.', tags: ['hours'] },
    { question: 'How to book a demo?', answer: 'Use /book or share your email.', tags: ['booking'] },
  ],
};

/** Inboxes of the default account are claimed once and for all: each test takes its own. */
let inbox = 42;
const nextInbox = () => String(inbox++);

describe('the configuration', () => {
  it('is the defaults, no knowledge and version 0 before the first write', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const { status, body } = await admin.call('GET', `${path}/config`);
    expect(status).toBe(200);
    expect(body).toEqual({ config: configDefaults, knowledgeBase: [], version: 0 });
  });

  it.each(['POST', 'PUT'])('takes the body of the brief by %s and answers it back', async (method) => {
    const { tenantId, path } = await mintTenantWithKeys(admin);
    const config = { ...brief.config, chatwootInboxId: nextInbox() };
    const { status, body } = await admin.call(method, `${path}/config`, { body: { ...brief, config } });
    expect(status).toBe(200);
    expect(body.version).toBe(1);
    expect(body.knowledgeBase).toEqual(brief.knowledgeBase);
    const escalationRules = { ...configDefaults.escalationRules, ...config.escalationRules };
    expect(body.config).toEqual({ ...configDefaults, ...config, escalationRules });
    expect((await admin.call('GET', `${path}/config`)).body).toEqual(body);
    expect(admin.told.changes.at(-1)?.tenantId).toBe(tenantId);
  });

  it('replaces given fields, keeps others and resets what is null', async () => {
    const { path } = await mintTenantWithKeys(admin);
    await admin.call('PUT', `${path}/config`, {
      body: { config: { botName: 'A', language: 'de', settleMs: 0 } },
    });
    const { body } = await admin.call('PUT', `${path}/config`, {
      body: { config: { botName: 'B', settleMs: null } },
    });
    expect(body).toMatchObject({ version: 2, config: { botName: 'B', language: 'de', settleMs: 1_500 } });
  });

  it('takes an inbox as a number or a string and answers a string', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const asNumber = Number(nextInbox());
    const { body } = await admin.call('PUT', `${path}/config`, {
      body: { config: { chatwootInboxId: asNumber } },
    });
    expect(body.config.chatwootInboxId).toBe(String(asNumber));
  });

  it('is not written over a version the caller has not seen: 409', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const put = (version: string | undefined, botName: string) =>
      admin.call('PUT', `${path}/config`, {
        body: { config: { botName } },
        ...(version !== undefined && { headers: { 'if-match': version } }),
      });
    expect((await put('0', 'first')).status).toBe(200);
    const late = await put('0', 'late');
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
    expect((await put('"1"', 'second')).body).toMatchObject({ version: 2, config: { botName: 'second' } });
    expect((await put('*', 'third')).body.version).toBe(3);
    expect((await put(undefined, 'fourth')).body.version).toBe(4);
    expect((await put('soon', 'x')).body.error).toMatchObject({
      code: 'bad_request',
      issues: [{ path: 'If-Match' }],
    });
  });

  it('lets one of two writers win when both saw the same version', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        admin.call('PUT', `${path}/config`, {
          body: { config: { botName: `writer ${index}` } },
          headers: { 'if-match': '0' },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect((await admin.call('GET', `${path}/config`)).body.version).toBe(1);
  });

  it('cannot claim an inbox of another tenant: 409, and nothing of the write stays', async () => {
    const [one, two] = [await mintTenantWithKeys(admin), await mintTenantWithKeys(admin)];
    const chatwootInboxId = nextInbox();
    await admin.call('PUT', `${one.path}/config`, { body: { config: { chatwootInboxId } } });
    const body = {
      config: { chatwootInboxId, botName: 'thief' },
      knowledgeBase: [{ question: 'q', answer: 'a' }],
    };
    expect((await admin.call('PUT', `${two.path}/config`, { body })).status).toBe(409);
    const kept = await admin.call('GET', `${two.path}/config`);
    expect(kept.body).toEqual({ config: configDefaults, knowledgeBase: [], version: 0 });
  });

  it('lets only the platform claim inboxes of the default Chatwoot: 403 for others', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const body = { config: { chatwootInboxId: nextInbox() } };
    expect((await admin.call('PUT', `${path}/config`, { body, key: keys.admin })).status).toBe(403);
    expect((await admin.call('PUT', `${path}/config`, { body })).status).toBe(200);
    const unchanged = await admin.call('PUT', `${path}/config`, {
      body: { config: { ...body.config, botName: 'x' } },
      key: keys.admin,
    });
    expect(unchanged.status).toBe(200);
  });
});

describe('the knowledge base', () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      question: `Question ${index}?`,
      answer: `Answer ${index}.`,
      tags: [],
    }));

  it('is replaced as a whole, in its order, as the next version', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    await admin.call('PUT', `${path}/config`, {
      body: { config: { botName: 'x' }, knowledgeBase: entries(3) },
    });
    const knowledgeBase = entries(4).reverse();
    const { status, body } = await admin.call('POST', `${path}/knowledge-base`, {
      body: { knowledgeBase },
      key: keys.admin,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ knowledgeBase, version: 2 });
    const read = (await admin.call('GET', `${path}/config`)).body;
    expect([read.config.botName, read.knowledgeBase]).toEqual(['x', knowledgeBase]);
  });

  it('stays when a configuration comes without one', async () => {
    const { path } = await mintTenantWithKeys(admin);
    await admin.call('POST', `${path}/knowledge-base`, { body: { knowledgeBase: entries(2) } });
    const { body } = await admin.call('PUT', `${path}/config`, { body: { config: { botName: 'x' } } });
    expect(body.knowledgeBase).toEqual(entries(2));
  });

  it('may hold 10,000 entries', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const knowledgeBase = entries(10_000).map((entry) => ({
      ...entry,
      answer: entry.answer.padEnd(2_000, 'x'),
    }));
    const { status, body } = await admin.call('POST', `${path}/knowledge-base`, { body: { knowledgeBase } });
    expect([status, body.knowledgeBase.length]).toEqual([200, 10_000]);
    expect(body.knowledgeBase[9_999]).toEqual(knowledgeBase[9_999]);
  });
});
