import { testActor, testEncryptionKeys, testSealer } from '@tandem/testkit/tenants';
import { openSealer } from '../src/open-sealer.ts';
import { exportTables } from '../src/repositories/export-tables.ts';
import type { TenantScope } from '../src/tenant-scope.ts';
import type { TenantCase } from './tenant-cases.ts';
import { seededAt, twin } from './twin.ts';

const now = new Date(seededAt.getTime() + 60_000);
const later = new Date(seededAt.getTime() + 3_600_000);
const page = { limit: 1 };
const rights = { installation: null, mayClaimDefault: true, actor: testActor, now };
const newerSealer = openSealer(`newer:${Buffer.alloc(32, 8).toString('base64')},${testEncryptionKeys}`);
const resealing = { sealer: newerSealer, actor: testActor, now };
const secretSettings = ['botToken', 'webhookSecrets'];
const held = { token: twin.heldToken };
const progress = { total: 1, done: 1, failed: 0, entries: [] };

/** Also what only runs when a page has a predecessor. */
const pages = async (
  list: (request: { limit: number; cursor?: string }) => Promise<{ nextCursor: string | null }>,
) => {
  const first = await list(page);
  const cursor = first.nextCursor ?? Buffer.from(twin.anyId.replace(/1/g, '0')).toString('base64url');
  return [first, await list({ ...page, cursor })];
};

/** Nobody else sees it: processes of other tests lack the newer key. */
async function undone<Result>(
  scope: TenantScope,
  work: (within: TenantScope) => Promise<Result>,
): Promise<Result> {
  const end = new Error('undone');
  let result: [Result] | null = null;
  const run = scope.transaction(async (within) => {
    result = [await work(within)];
    throw end;
  });
  await run.catch((error: unknown) => {
    if (error !== end) throw error;
  });
  if (!result) throw new Error('it was not done');
  return result[0];
}

export const setupCases: Record<string, Record<string, TenantCase>> = {
  audit: {
    record: ({ audit }) =>
      audit.record({ actor: testActor, action: 'x.y', subject: 's', before: null, after: { a: 1 }, now }),
    list: async ({ audit }) => {
      const wanted = { limit: 1, actor: 'platform', since: seededAt, until: later };
      const cursor = Buffer.from(`${later.getTime()}.${twin.anyId}`).toString('base64url');
      return [await audit.list({ limit: 1 }), await audit.list({ ...wanted, action: 'x', cursor })];
    },
  },
  checkup: {
    work: ({ checkup }) => checkup.work({ at: now, since: new Date(0) }),
    lastSyncRun: ({ checkup }) => checkup.lastSyncRun(),
    isInboxClaimed: ({ checkup }, { inboxId }) =>
      checkup.isInboxClaimed({ connectionId: twin.connectionId, inboxId }),
  },
  config: {
    read: ({ config }) => config.read(),
    write: ({ config }, { inboxId }) =>
      config.write({
        ...rights,
        patch: { botName: 'New', chatwootInboxId: String(inboxId + 1) },
        knowledgeBase: [{ question: 'q', answer: 'a', tags: ['t'] }],
      }),
  },
  configVersions: {
    get: ({ configVersions }) => configVersions.get(1),
    page: ({ configVersions }) => configVersions.page({ before: 2, limit: 1 }),
    knowledge: async ({ configVersions }) => [
      await configVersions.knowledge('old'),
      await configVersions.knowledge('nobody has it'),
    ],
  },
  connections: {
    active: ({ connections }) => connections.active('chatwoot'),
    get: ({ connections }) => connections.get(twin.connectionId),
    write: async ({ connections }) => {
      const write = { ...rights, provider: 'chatwoot', secretSettings, sealer: testSealer } as const;
      const settings = { webhookSecrets: ['s'] };
      const changed = await connections.write({ ...write, settings, rotateWebhookKey: true });
      return [changed, await connections.write({ ...write, settings: { accountId: 2, botToken: 'b' } })];
    },
    reseal: (scope) => undone(scope, (within) => within.connections.reseal(resealing)),
  },
  knowledge: {
    list: ({ knowledge }) => knowledge.list(),
    page: ({ knowledge }) => knowledge.page({ limit: 10, text: 'q' }),
  },
  erasures: {
    request: ({ erasures }) =>
      erasures.request({ id: twin.userId, subject: { contactId: 1 }, actor: testActor, now }),
    get: ({ erasures }) => erasures.get(twin.anyId),
    list: ({ erasures }) => pages((request) => erasures.list(request)),
    claim: ({ erasures }) => erasures.claim(twin.anyId, { now, leaseMs: 1_000 }),
    progress: ({ erasures }) =>
      erasures.progress(twin.anyId, { subject: {}, removed: { turns: 1 }, engine: [], leaseMs: 1_000 }),
    postpone: ({ erasures }) => erasures.postpone(twin.anyId, later),
    finish: ({ erasures }) => erasures.finish(twin.anyId, { engine: [], now }),
  },
  exportRows: {
    page: async ({ exportRows }) => {
      const read: unknown[] = [];
      for (const table of exportTables) {
        const first = await exportRows.page(table, null);
        read.push(first, await exportRows.page(table, first.after ?? '0'));
      }
      return read;
    },
  },
  onboardings: {
    begin: async ({ onboardings }) => {
      const taken = await onboardings.begin({ token: twin.userId, leaseMs: 1 });
      await onboardings.finish({ token: twin.anyId, report: {}, actor: testActor, now });
      return [taken, await onboardings.begin({ token: twin.userId, leaseMs: 1_000 })];
    },
    renew: ({ onboardings }) => onboardings.renew({ token: twin.anyId, leaseMs: 1_000 }),
    finish: ({ onboardings }) =>
      onboardings.finish({ token: twin.anyId, report: { outcome: 'complete' }, actor: testActor, now }),
    last: ({ onboardings }) => onboardings.last(),
  },
  openWork: { end: ({ openWork }) => openWork.end({ reason: 'r', at: now, whileStatus: 'active' }) },
  retention: {
    claim: ({ retention }) => retention.claim({ at: now, until: later }),
    lookAgain: ({ retention }) => retention.lookAgain(later),
    sweep: async ({ retention }) => {
      const far = new Date('2100-01-01T00:00:00.000Z');
      const sweep = { before: far, keepRowsSince: far, now, limit: 10 };
      return [await retention.sweep({ ...sweep, keepRowsSince: new Date(0) }), await retention.sweep(sweep)];
    },
  },
  syncRuns: {
    request: ({ syncRuns }) => syncRuns.request({ configVersion: 1, actor: testActor, now }),
    schedule: ({ syncRuns }) => syncRuns.schedule({ configVersion: 2, dueAt: now, waitMsMax: 60_000, now }),
    get: ({ syncRuns }) => syncRuns.get(twin.syncRunId),
    readProgress: ({ syncRuns }) => syncRuns.readProgress(twin.syncRunId),
    list: ({ syncRuns }) => pages((request) => syncRuns.list(request)),
    claim: async ({ syncRuns }) => {
      const holder = { name: 'w', leaseMs: 10_000, now: new Date('2100-01-01T00:00:00.000Z') };
      const blocked = await syncRuns.claim(twin.waitingRunId, holder);
      await syncRuns.postpone(twin.syncRunId, held, { ...progress, dueAt: now });
      return [blocked, await syncRuns.claim(twin.syncRunId, holder)];
    },
    renew: ({ syncRuns }) => syncRuns.renew(twin.syncRunId, held, 10_000),
    progress: ({ syncRuns }) => syncRuns.progress(twin.syncRunId, held, progress),
    postpone: ({ syncRuns }) => syncRuns.postpone(twin.syncRunId, held, { ...progress, dueAt: now }),
    finish: ({ syncRuns }) =>
      syncRuns.finish(twin.syncRunId, held, { ...progress, status: 'succeeded', verifiedHash: 'v', now }),
  },
  syncState: { read: ({ syncState }) => syncState.read() },
  users: {
    create: ({ users }) => users.create({ email: 'new@twins.test', role: 'agent', actor: testActor, now }),
    get: ({ users }) => users.get(twin.userId),
    list: ({ users }) => pages((request) => users.list(request)),
    update: ({ users }) =>
      users.update({ id: twin.userId, role: 'admin', mayOrphan: true, actor: testActor, now }),
    remove: ({ users }) => users.remove({ id: twin.userId, mayOrphan: true, actor: testActor, now }),
  },
};
