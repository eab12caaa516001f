import type { Live } from '../open-live.ts';
import type { Rows } from '../row.ts';

async function deleted(live: Live, slug: string): Promise<string> {
  const id = await live.tenant(slug);
  await live.call('DELETE', `/tenants/${id}`);
  return id;
}

export const tenantRows: Rows = {
  'tenants create': {
    words: (_live, run) => `tenants create "Acme Inc" --slug acme-inc${run}`,
    shows: /^slug +acme-inc$/m,
  },
  'tenants list': {
    words: async (live) => {
      await live.tenant('acme');
      return 'tenants list --limit 1';
    },
    shows: /^id +slug +name +status +createdAt$/m,
  },
  'tenants show': { words: ({ demo }) => `tenants show ${demo.slug}`, shows: /Harbor Lane Outfitters/ },
  'tenants suspend': {
    words: async (live, run) => {
      await live.tenant(`birch${run}`);
      return `tenants suspend birch${run}`;
    },
    shows: /^status +suspended$/m,
  },
  'tenants activate': {
    words: async (live, run) => {
      await live.tenant(`birch${run}`);
      return `tenants activate birch${run}`;
    },
    shows: /^status +active$/m,
  },
  'tenants rename': {
    words: async (live, run) => {
      await live.tenant(`birch${run}`);
      return `tenants rename birch${run} "Birch and Sons"`;
    },
    shows: /^name +Birch and Sons$/m,
  },
  'tenants export': {
    words: async (live) => {
      await live.tenant('linden');
      return 'tenants export linden';
    },
    shows: /"type":"end"/,
    isText: true,
  },
  'tenants delete': {
    words: async (live, run) => {
      await live.tenant(`linden${run}`);
      return `tenants delete linden${run}`;
    },
    shows: /^status +deleted$/m,
  },
  'tenants restore': {
    words: async (live, run) => `tenants restore ${await deleted(live, `maple${run}`)}`,
    shows: /^status +active$/m,
  },
  'tenants purge': {
    words: async (live, run) => `tenants purge ${await deleted(live, `oak${run}`)} --confirm oak${run}`,
    shows: /^state +done$/m,
  },
};
