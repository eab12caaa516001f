import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Admin, mintTenantWithKeys } from '../../../api/test/open-admin.ts';
import { seedMessage, seedSession } from '../../../api/test/seed-conversation.ts';
import { serveAdmin } from '../../../api/test/serve-admin.ts';
import { runTandem } from '../../test/run-tandem.ts';

let admin: Admin & { url: string };
beforeAll(async () => {
  admin = await serveAdmin();
});
afterAll(() => admin.close());

const environment = () => ({ TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey });
const tandem = (...args: string[]) => runTandem(args, { environment: environment() });

/** A tenant whose customer wrote messages that died. */
async function open(count: number) {
  const at = admin.clock.now();
  const { tenantId } = await mintTenantWithKeys(admin);
  const session = await seedSession(admin.database, { tenantId, at });
  const die = async () => {
    const end = { kind: 'dead', reason: 'internal error' } as const;
    const { id } = await seedMessage(admin.database, { session, at: admin.clock.now(), end });
    await admin.database.enter(tenantId).deadLetters.addMessages([id], at);
    return id;
  };
  const ids = [];
  for (let index = 0; index < count; index += 1) ids.push(await die());
  return { tenantId, session, ids, die };
}

describe('tandem dead', { timeout: 120_000 }, () => {
  it('lists what died, and shows one with what a replay would do', async () => {
    const { tenantId, ids } = await open(2);
    const [first = ''] = ids;
    const listed = await tandem('dead', 'list', tenantId, '--reason', 'internal');
    expect([listed.exitCode, listed.stdout]).toEqual([0, expect.stringContaining('2 in all')]);
    expect((await tandem('dead', 'show', tenantId, first)).stdout).toMatch(
      /Replay +It goes to the bot once more/,
    );
    expect((await tandem('dead', 'list')).stdout).toContain('reason');
  });

  it('replays one once, and drops one with why', async () => {
    const { tenantId, ids } = await open(2);
    const [first = '', second = ''] = ids;
    expect((await tandem('dead', 'replay', tenantId, first)).stdout).toMatch(/^state +replayed$/m);
    const again = await tandem('dead', 'replay', tenantId, first);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('dead no longer')]);
    const dropped = await tandem('dead', 'drop', tenantId, second, '--why', 'called', '--json');
    expect(JSON.parse(dropped.stdout).deadLetter).toMatchObject({ state: 'dropped', settledWhy: 'called' });
  });

  it('settles many after saying how many, and asks for one or all', async () => {
    const { tenantId } = await open(3);
    const counted = await tandem('dead', 'replay', tenantId, '--all', '--limit', '2');
    expect(counted.stdout).toBe('2 of 3 would be replayed\nNothing was changed: add --yes to do it.\n');
    expect((await tandem('dead', 'drop', tenantId, '--all', '--yes')).stdout).toBe('3 of 3 dropped\n');
    const neither = await tandem('dead', 'drop', tenantId);
    expect([neither.exitCode, neither.stderr]).toEqual([2, expect.stringContaining('--all')]);
  });
});

describe('tandem messages', { timeout: 120_000 }, () => {
  it('lists both directions and shows one', async () => {
    const { tenantId, session, ids } = await open(1);
    const of = ['--conversation', String(session.conversationId)];
    const listed = await tandem('messages', 'list', tenantId, ...of, '--json');
    expect(JSON.parse(listed.stdout).messages).toMatchObject([
      { id: ids[0], direction: 'in', state: 'dead' },
    ]);
    expect((await tandem('messages', 'show', tenantId, ids[0] ?? '')).stdout).toMatch(
      /^kind +customer-message$/m,
    );
    const why = await tandem('messages', 'why', tenantId, ids[0] ?? '');
    expect(why.stdout).toBe((await tandem('why', tenantId, ids[0] ?? '')).stdout);
  });

  it('follows what happens as one JSON line each, and ends with Ctrl-C', async () => {
    const { tenantId, die } = await open(0);
    const main = resolve(import.meta.dirname, '../main.ts');
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [main, 'messages', 'tail', tenantId, '--json'], {
      env: { PATH, ...environment() },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let isOver = false;
    const speaking = (async () => {
      while (!isOver) {
        admin.clock.advance(1);
        await die();
        await new Promise((wake) => setImmediate(wake));
        await once(child.stdout, 'data', { signal: AbortSignal.timeout(1_500) }).catch(() => null);
      }
    })();
    const first = await lines.next();
    expect(JSON.parse(String(first.value))).toMatchObject({ type: 'accepted', kind: 'customer-message' });
    isOver = true;
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    await speaking;
    expect(code).toBe(130);
  });
});
