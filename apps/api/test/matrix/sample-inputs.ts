import type { inferRouterInputs } from '@trpc/server';
import type { AdminRouter } from '../../src/admin/router.ts';
import { type Ids, nobodyListens } from './seed-ids.ts';

type Inputs = inferRouterInputs<AdminRouter>;
type Samples = {
  [Capability in keyof Inputs]: {
    [Verb in keyof Inputs[Capability]]: (ids: Ids) => Inputs[Capability][Verb];
  };
};

/** Behind all tenants: other tests own them. */
const lastId = 'ffffffff-ffff-7fff-bfff-ffffffffffff';

/**
 * One row for each procedure: an input that it takes, over ids of things that are there (`seed-ids.ts`; add what yours names).
 * The role matrix and the tenant walls are run with it. An id under a tenant must be taken from `ids`: those of another tenant
 * are put in its place.
 */
export const sampleInputs: Samples = {
  audit: {
    all: () => ({ action: 'config.*' }),
    list: ({ tenantId }) => ({ tenantId, action: 'config.*' }),
  },
  config: {
    get: ({ tenantId }) => ({ tenantId }),
    diff: ({ tenantId }) => ({ tenantId, from: 1 }),
    history: ({ tenantId }) => ({ tenantId }),
    put: ({ tenantId }) => ({ tenantId, config: { botName: 'Grace' } }),
    rollback: ({ tenantId }) => ({ tenantId, version: 1 }),
    sync: ({ tenantId }) => ({ tenantId }),
    version: ({ tenantId }) => ({ tenantId, version: 1 }),
  },
  connections: {
    get: ({ tenantId }) => ({ tenantId }),
    put: ({ tenantId }) => ({ tenantId, botpress: { webhookSecrets: ['another-secret-of-20'] } }),
    rotateSecret: ({ tenantId }) => ({ tenantId, provider: 'botpress' }),
  },
  doctor: {
    installation: () => ({}),
    tenant: ({ tenantId }) => ({ tenantId }),
  },
  contacts: {
    erase: ({ tenantId, sessionId }) => ({ tenantId, sessionId }),
    receipt: ({ tenantId, receiptId }) => ({ tenantId, receiptId }),
    receipts: ({ tenantId }) => ({ tenantId }),
  },
  keys: {
    create: ({ tenantId, userId }) => ({ tenantId, userId, name: 'CRM', role: 'agent' }),
    list: ({ tenantId }) => ({ tenantId }),
    revoke: ({ tenantId, keyId }) => ({ tenantId, keyId }),
    rotate: ({ tenantId, keyId }) => ({ tenantId, keyId }),
  },
  knowledge: {
    export: ({ tenantId }) => ({ tenantId }),
    import: ({ tenantId }) => ({
      tenantId,
      format: 'json',
      file: Buffer.from('[{"question":"Q?","answer":"A."}]').toString('base64'),
    }),
    list: ({ tenantId }) => ({ tenantId }),
    search: ({ tenantId }) => ({ tenantId, text: 'Q?' }),
    replace: ({ tenantId }) => ({ tenantId, knowledgeBase: [{ question: 'Q?', answer: 'A.' }] }),
  },
  deadLetters: {
    counts: () => ({}),
    drop: ({ tenantId, deadLetterId }) => ({ tenantId, id: deadLetterId }),
    dropAll: ({ tenantId }) => ({ tenantId }),
    get: ({ tenantId, deadLetterId }) => ({ tenantId, id: deadLetterId }),
    list: ({ tenantId }) => ({ tenantId }),
    replay: ({ tenantId, deadLetterId }) => ({ tenantId, id: deadLetterId }),
    replayAll: ({ tenantId }) => ({ tenantId }),
  },
  me: {
    get: () => ({}),
  },
  messages: {
    get: ({ tenantId, messageId }) => ({ tenantId, messageId }),
    list: ({ tenantId, sessionId }) => ({ tenantId, sessionId }),
    tail: ({ tenantId }) => ({ tenantId }),
    why: ({ tenantId, messageId }) => ({ tenantId, messageId }),
  },
  onboarding: {
    get: ({ tenantId }) => ({ tenantId }),
    run: ({ tenantId }) => ({
      tenantId,
      chatwoot: { baseUrl: nobodyListens, accountId: 1, adminToken: 'x' },
    }),
  },
  platformKeys: {
    create: () => ({ name: 'Billing' }),
    list: () => ({}),
    revoke: ({ platformKeyId }) => ({ keyId: platformKeyId }),
    rotate: ({ platformKeyId }) => ({ keyId: platformKeyId }),
  },
  secrets: {
    reseal: () => ({}),
    status: () => ({}),
  },
  queues: {
    list: () => ({}),
  },
  sessions: {
    get: ({ tenantId, sessionId }) => ({ tenantId, sessionId }),
    handoff: ({ tenantId, sessionId }) => ({ tenantId, sessionId }),
    list: ({ tenantId }) => ({ tenantId }),
    release: ({ tenantId, sessionId }) => ({ tenantId, sessionId }),
  },
  syncRuns: {
    counts: () => ({}),
    get: ({ tenantId, syncRunId }) => ({ tenantId, syncRunId }),
    startAll: () => ({ cursor: lastId }),
    watch: ({ tenantId, syncRunId }) => ({ tenantId, syncRunId }),
    watchCounts: () => ({}),
  },
  tenants: {
    find: ({ slug }) => ({ slug }),
    create: () => ({ name: 'Another' }),
    delete: ({ tenantId }) => ({ tenantId }),
    export: ({ tenantId }) => ({ tenantId }),
    get: ({ tenantId }) => ({ tenantId }),
    list: () => ({}),
    purge: ({ tenantId }) => ({ tenantId, confirm: 'Matrix' }),
    restore: ({ tenantId }) => ({ tenantId }),
    update: ({ tenantId }) => ({ tenantId, name: 'Renamed' }),
  },
  users: {
    create: ({ tenantId }) => ({ tenantId, email: 'kim@acme.example', role: 'agent' }),
    get: ({ tenantId, userId }) => ({ tenantId, userId }),
    list: ({ tenantId }) => ({ tenantId }),
    remove: ({ tenantId, userId }) => ({ tenantId, userId }),
    update: ({ tenantId, userId }) => ({ tenantId, userId, role: 'agent' }),
  },
};

/** Procedures in which an id of another tenant only narrows a list: they answer that nothing was found, not 404. */
export const findNothing: ReadonlySet<string> = new Set(['messages.list']);
