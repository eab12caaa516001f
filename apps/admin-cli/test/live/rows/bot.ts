import type { Live } from '../open-live.ts';
import type { Rows } from '../row.ts';
import { until } from '../until.ts';

/** The bot of a tenant is given a name, and then another. */
async function versions(live: Live, slug: string): Promise<void> {
  const id = await live.tenant(slug);
  for (const botName of ['Ivy', 'Ivy Helper'])
    await live.call('PUT', `/tenants/${id}/config`, { config: { botName } });
}

/** What a bot is, says and knows. */
export const botRows: Rows = {
  'config get': { words: ({ demo }) => `config get ${demo.slug}`, shows: /^botName +Harper$/m },
  'config set': {
    words: async (live, run) => {
      await live.tenant(`aspen${run}`);
      return `config set aspen${run} botName="Aspen Helper" enableHumanHandoff=true`;
    },
    shows: /^botName +Aspen Helper$/m,
  },
  'config history': {
    words: async (live) => {
      await versions(live, 'ivy');
      return 'config history ivy --limit 2';
    },
    shows: /^2 .* botName$/m,
  },
  'config diff': { words: () => 'config diff ivy 1', shows: /^\+ botName: "Ivy Helper"$/m },
  'config rollback': {
    words: async (live, run) => {
      if (run !== '') await versions(live, `ivy${run}`);
      return `config rollback ivy${run} 1`;
    },
    shows: /^restoredFrom +1$/m,
  },
  // Without a terminal it opens nothing.
  'config edit': {
    words: () => 'config edit ivy',
    exitCode: 2,
    shows: /An editor needs a terminal/,
    isRefused: true,
  },
  'kb import': {
    words: async (live, run) => {
      await live.tenant(`hazel${run}`);
      const name = await live.file(
        'faq.csv',
        'question,answer,tags\nWhen are you open?,From 9 to 6.,hours\n',
      );
      return `kb import hazel${run} ${name} --mode replace`;
    },
    shows: /1/,
    tellsProgress: true,
  },
  'kb export': {
    words: ({ demo }) => `kb export ${demo.slug} --format csv`,
    shows: /^question,answer,tags/m,
  },
  'kb list': { words: ({ demo }) => `kb list ${demo.slug} --tag hours`, shows: /opening hours/ },
  'kb search': {
    words: ({ demo }) => `kb search ${demo.slug} "when are you open?"`,
    shows: /opening hours/,
  },
  'kb replace': {
    words: async (live, run) => {
      await live.tenant(`cedar${run}`);
      const name = await live.file('faq.json', [{ question: 'When are you open?', answer: 'From 9 to 6.' }]);
      return `kb replace cedar${run} ${name}`;
    },
    shows: /^1 entries, version \d+$/m,
  },
  'sync run': {
    words: async (live, run) => {
      await live.onboarded(`dogwood${run}`);
      return `sync run dogwood${run} --wait`;
    },
    shows: /^status +succeeded$/m,
    tellsProgress: true,
  },
  'sync status': {
    words: async (live) => {
      const id = await live.onboarded('dogwood');
      const { syncRun } = await live.call('POST', `/tenants/${id}/config/sync`);
      const path = `/tenants/${id}/sync-runs/${syncRun.id}`;
      const ended = async () => (await live.call('GET', path)).syncRun.status === 'succeeded' || null;
      await until(ended, 'the run has succeeded');
      return `sync status dogwood ${syncRun.id}`;
    },
    shows: /^status +succeeded$/m,
  },
  'connections show': { words: ({ demo }) => `connections show ${demo.slug}`, shows: /••••/ },
  'connections set': {
    words: async (live, run) => {
      await live.tenant(`elm${run}`);
      const name = await live.file('connections.json', {
        botpress: { dialect: 'chat_api', webhookId: 'wh_1', encryptionKey: 'a-secret-of-the-bot' },
      });
      return `connections set elm${run} ${name}`;
    },
    shows: /^webhookUrl +\S+\/api\/webhooks\/chatbot\/botpress\/[\w-]{40,}$/m,
  },
  'connections rotate-secret': {
    words: async (live, run) => {
      const id = await live.tenant(`holly${run}`);
      const botpress = {
        dialect: 'chat_api',
        webhookId: 'wh_1',
        encryptionKey: 'k',
        webhookSecrets: ['first'],
      };
      await live.call('PUT', `/tenants/${id}/connections`, { botpress });
      return `connections rotate-secret holly${run} botpress --overlap 48`;
    },
    shows: /^secret +[\w-]{43}$/m,
  },
  onboard: {
    words: async (live, run) => {
      await live.tenant(`fir${run}`);
      return `onboard fir${run} ${await live.file('onboarding.json', live.mintUpstreams())}`;
    },
    shows: /^chatwoot\.attach +created /m,
  },
};
