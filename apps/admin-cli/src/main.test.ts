import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../api/test/open-admin.ts';
import { seedMessage, seedSession } from '../../api/test/seed-conversation.ts';
import { serveAdmin } from '../../api/test/serve-admin.ts';
import { runTandem } from '../test/run-tandem.ts';

let admin: Admin & { url: string };
let folder: string;
let tenant: string;
beforeAll(async () => {
  admin = await serveAdmin();
  folder = await mkdtemp(join(tmpdir(), 'tandem-cli-'));
  tenant = (await tandemJson('tenants', 'create', 'Acme Inc')).tenant.id;
});
afterAll(async () => {
  await admin.close();
  await rm(folder, { recursive: true });
});

const tandem = async (...args: string[]) =>
  await runTandem(args, { environment: { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey } });

/** What a program reads: one JSON document, and nothing else said. */
const tandemJson = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await tandem(...args, '--json');
  expect([args, exitCode, stderr]).toEqual([args, 0, '']);
  return JSON.parse(stdout);
};

const file = async (name: string, content: unknown) => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('tandem', () => {
  it('administrates tenants', async () => {
    const created = await tandem(
      'tenants',
      'create',
      'Umlaut Ä',
      '--slug',
      `s-${admin.deps.newId<string>()}`,
    );
    expect([created.exitCode, created.stderr]).toEqual([0, '']);
    const id = /^id +(\S+)$/m.exec(created.stdout)?.[1] ?? '';
    expect((await tandem('tenants', 'suspend', id)).stdout).toMatch(/^status +suspended$/m);
    expect((await tandem('tenants', 'activate', id)).stdout).toMatch(/^status +active$/m);
    expect((await tandem('tenants', 'rename', id, 'New name')).stdout).toMatch(/^name +New name$/m);
    expect((await tandemJson('tenants', 'show', id)).tenant).toMatchObject({ id, name: 'New name' });
    const listed = await tandem('tenants', 'list', '--limit', '1');
    expect(listed.stdout.split('\n')[0]).toMatch(/^id +slug +name +status +createdAt$/);
    const cursor = /--cursor (\S+)/.exec(listed.stdout)?.[1] ?? '';
    expect(
      (await tandemJson('tenants', 'list', '--limit', '200', '--cursor', cursor)).tenants.length,
    ).toBeGreaterThan(0);
  });

  it('sets fields of the configuration, as text where they take text and as JSON elsewhere', async () => {
    const fields = [
      'botName=42',
      'settleMs=10',
      'enableHumanHandoff=false',
      'escalationRules={"keywords":["a"]}',
      'welcomeMessage=Hi = hello',
    ];
    const { config, version } = await tandemJson('config', 'set', tenant, ...fields);
    expect(version).toBe(1);
    expect(config).toMatchObject({
      botName: '42',
      settleMs: 10,
      enableHumanHandoff: false,
      welcomeMessage: 'Hi = hello',
    });
    expect(config.escalationRules.keywords).toEqual(['a']);
    expect((await tandemJson('config', 'set', tenant, 'botName=null')).config.botName).toBeNull();
    expect((await tandem('config', 'get', tenant)).stdout).toMatch(/^welcomeMessage +Hi = hello$/m);
    const stale = await tandem('config', 'set', tenant, 'botName=x', '--if-version', '1');
    expect([stale.exitCode, stale.stderr]).toEqual([1, expect.stringContaining('version 2')]);
  });

  it('reads configuration and knowledge from a file or from standard input', async () => {
    const knowledge = [{ question: 'Q?', answer: 'A.' }];
    const whole = await file('config.json', { config: { language: 'de' }, knowledgeBase: knowledge });
    expect(await tandemJson('config', 'set', tenant, '--file', whole)).toMatchObject({
      config: { language: 'de' },
      knowledgeBase: [{ question: 'Q?', answer: 'A.', tags: [] }],
    });
    const replaced = await tandem(
      'kb',
      'replace',
      tenant,
      await file('kb.json', [...knowledge, ...knowledge]),
    );
    expect(replaced.stdout).toMatch(/^2 entries, version \d+\n$/);
    const environment = { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey };
    const piped = await runTandem(['kb', 'replace', tenant, '-'], { environment, stdin: '[]' });
    expect(piped.stdout).toMatch(/^0 entries/);
  });

  it('makes connections from a file and shows the webhook URL once', async () => {
    const settings = { botpress: { dialect: 'chat_api', webhookId: 'w', encryptionKey: 'hunter2' } };
    const made = await tandem('connections', 'set', tenant, await file('connections.json', settings));
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toMatch(
      /webhookUrl +https:\/\/tandem\.test\/api\/webhooks\/chatbot\/botpress\/[\w-]{40,}/,
    );
    expect(made.stdout).not.toContain('hunter2');
    const shown = await tandem('connections', 'show', tenant);
    expect(shown.stdout).toContain('••••');
    expect(shown.stdout).toContain("chatwoot: the installation's");
  });

  it('administrates users and keys', async () => {
    const { user } = await tandemJson('users', 'create', tenant, 'kim@acme.example', '--role', 'admin');
    expect((await tandem('users', 'list', tenant)).stdout).toContain('kim@acme.example');
    const { key, secret } = await tandemJson(
      'keys',
      'create',
      tenant,
      'CRM',
      '--role',
      'agent',
      '--user',
      user.id,
    );
    expect(secret).toMatch(/^tdm_/);
    expect((await tandem('keys', 'list', tenant)).stdout).toContain(key.prefix);
    expect((await tandem('tenants', 'show', tenant, '--key', secret)).exitCode).toBe(0);
    expect((await tandemJson('keys', 'revoke', tenant, key.id)).key.revokedAt).not.toBeNull();
    expect((await tandem('tenants', 'show', tenant, '--key', secret)).exitCode).toBe(3);
    const platform = await tandemJson('platform-keys', 'create', 'Billing');
    expect((await tandem('platform-keys', 'list', '--limit', '200')).exitCode).toBe(0);
    expect((await tandem('platform-keys', 'revoke', platform.key.id)).exitCode).toBe(0);
  });

  it('hands conversations over and back, and tells why', async () => {
    const tenantId = admin.told.changes.find((change) => change.tenantId === tenant)?.tenantId;
    if (!tenantId) throw new Error('the tenant was never changed');
    const session = await seedSession(admin.database, { tenantId, at: admin.clock.now() });
    const message = await seedMessage(admin.database, { session, at: admin.clock.now() });
    expect((await tandem('sessions', 'handoff', tenant, session.id, '--reason', 'VIP')).stdout).toMatch(
      /^ownerReason +VIP$/m,
    );
    expect((await tandemJson('sessions', 'list', tenant, '--owner', 'human')).sessions[0].id).toBe(
      session.id,
    );
    expect((await tandem('sessions', 'release', tenant, session.id)).stdout).toMatch(/^owner +bot$/m);
    expect((await tandem('sessions', 'show', tenant, session.id)).exitCode).toBe(0);
    const told = await tandem('why', tenant, String(message.channelMessageId));
    expect(told.stdout).toContain(`The customer's message ${message.channelMessageId}`);
    expect(told.stdout).toContain('End  It was not answered by the bot: a human owns the conversation.');
  });

  it('shows what waits, also while Redis is away', async () => {
    const shown = await tandem('queues');
    expect([shown.exitCode, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toMatch(/^to-engine +\d+ +\d+ +\d+ /m);
    expect(shown.stdout).toContain('Queues of Redis');
    expect((await tandemJson('queues')).lanes.directions).toHaveLength(2);
    admin.losesRedis();
    expect((await tandem('queues')).stdout).toContain('Redis is away: nothing is lost');
  });

  it('runs a sync and waits for its end', async () => {
    const running = tandem('sync', 'run', tenant, '--wait');
    await expect.poll(() => admin.told.jobs.length, { timeout: 10_000 }).toBe(1);
    const [job] = await admin.runJobs();
    const { exitCode, stdout } = await running;
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('succeeded')]);
    expect((await tandemJson('sync', 'status', tenant, job?.syncRunId ?? '')).syncRun.status).toBe(
      'succeeded',
    );
  });
});

describe('exit codes', () => {
  const id = '01997d2e-0000-7000-8000-000000000001';

  it.concurrent.each([
    [2, 'no command', []],
    [2, 'an unknown command', ['bogus']],
    [2, 'an argument missing', ['tenants', 'show']],
    [2, 'an unknown option', ['tenants', 'list', '--colour']],
    [2, 'a limit that is none', ['tenants', 'list', '--limit', 'x']],
    [2, 'a role that is none', ['users', 'create', id, 'a@b.example', '--role', 'king']],
    [2, 'nothing to set', ['config', 'set', id]],
    [2, 'a sync of one tenant and of all', ['sync', 'run', id, '--all']],
    [2, 'a sync of nobody', ['sync', 'run']],
    [2, 'an unknown field', ['config', 'set', id, 'colour=red']],
    [2, 'a file that is not there', ['kb', 'replace', id, 'nowhere.json']],
    [2, 'a URL that is none', ['tenants', 'list', '--url', 'nonsense']],
    [2, 'no key', ['tenants', 'list', '--key', '']],
    [2, 'an id that is none', ['tenants', 'show', 'x']],
    [3, 'a wrong key', ['tenants', 'list', '--key', 'tdm_wrong']],
    [4, 'an unknown tenant', ['tenants', 'show', id]],
    [1, 'a server that is not there', ['tenants', 'list', '--url', 'http://127.0.0.1:1']],
    [0, 'a question for help', ['tenants', '--help']],
  ])('%i for %s', async (code, _what, args) => {
    const { exitCode, stdout, stderr } = await tandem(...args);
    expect([exitCode, stderr === '']).toEqual([code, code === 0]);
    if (code !== 0) expect(stdout).toBe('');
  });

  it('2 with the places when the input is wrong', async () => {
    const path = await file('wrong.json', [{ question: 'Q?' }]);
    const { exitCode, stderr } = await tandem('kb', 'replace', tenant, path);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('knowledgeBase.0.answer');
  });

  it('are told with one JSON document for programs', async () => {
    const { exitCode, stderr } = await tandem('tenants', 'show', id, '--json');
    expect(exitCode).toBe(4);
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'not_found',
      message: expect.any(String),
      requestId: expect.any(String),
    });
  });
});

describe('output', () => {
  it('shows what would steer a terminal as text', async () => {
    const welcomeMessage = '\u001b[31mred\nnext\u202e';
    const path = await file('steer.json', { welcomeMessage });
    const { stdout } = await tandem('config', 'set', tenant, '--file', path);
    expect(stdout).toContain('\\u001b[31mred\\nnext\\u202e');
    expect((await tandemJson('config', 'get', tenant)).config.welcomeMessage).toBe(welcomeMessage);
  });

  it('has no colours in a pipe', async () => {
    const { stdout } = await tandem('tenants', 'list');
    expect(stdout).not.toContain('\u001b');
  });

  it('keeps what a broken file holds off the screen', async () => {
    const path = await file('broken.json', '{"chatwoot": {"botToken": "hunter2" "accountId": 1}}');
    const { exitCode, stderr } = await tandem('connections', 'set', tenant, path);
    expect([exitCode, stderr.includes('hunter2')]).toEqual([2, false]);
    expect(stderr).toContain('is not JSON');
  });
});
