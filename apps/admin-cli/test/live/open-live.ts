import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, startProduct } from '../../../../e2e/start-product.ts';
import { createFakeCloud } from '../../../../packages/integrations/src/fakes.ts';
import { type Interrupted, type Ran, runTandem } from '../run-tandem.ts';
import { splitWords } from '../split-words.ts';
import { createDying } from './create-dying.ts';
import { until } from './until.ts';

/** An api and a worker as processes with a database of their own, the sandbox with its demo tenant, and the program. */
export interface Live {
  url: string;
  rootKey: string;
  /** The sandbox's tenant: Chatwoot and Botpress are connected, and its bot answers. */
  demo: Product['sandbox']['demo'] & { slug: string };
  chatwoot: Product['sandbox']['upstreams']['chatwoot'];
  /** The folder that commands run in. */
  folder: string;
  tandem(words: string, interrupted?: Interrupted): Promise<Ran>;
  /** REST as the platform; the answer's body. */
  call(method: string, path: string, body?: object): Promise<ReturnType<typeof JSON.parse>>;
  /** The id of the tenant with a slug, made when there is none. */
  tenant(slug: string): Promise<string>;
  /** Writes a file into the folder of the commands; answers its name. */
  file(name: string, content: object | string): Promise<string>;
  /** A customer of the demo tenant asks, and the bot has answered; `messageId` is Chatwoot's. */
  conversation(): Promise<{ sessionId: string; conversationId: number; messageId: number }>;
  /** The id of a message that has died of a bot that is not there, of the tenant with this slug. */
  deadMessage(slug: string): Promise<string>;
  /** The id of a tenant with a bot of its own in a Botpress Cloud, onboarded when it was not. */
  onboarded(slug: string): Promise<string>;
  /** What onboarding takes, of upstreams that know nothing of us yet. */
  mintUpstreams(): { chatwoot: object; botpress: object };
  /** Texts that differ from run to run, and what stands for them in a transcript. */
  stands: Map<string, string>;
  close(): Promise<void>;
}

const redisDatabase = 11;
/** All commands side by side ask one Chatwoot for more than an installation may at once. */
const environmentOfLive = { LIMIT_CHATWOOT_HOST_PER_MIN: '60000' };

export async function openLive(): Promise<Live> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-live-'));
  const cloud = createFakeCloud();
  const [product, { url: cloudUrl }] = await Promise.all([
    startProduct(environmentOfLive, { redisDatabase, readyTimeoutMs: 200_000 }),
    cloud.listen(),
  ]);
  const { apiUrl: url, rootKey, sandbox } = product;
  const { chatwoot, chatwootUrl } = sandbox.upstreams;
  const demo = { ...sandbox.demo, slug: 'harbor-lane-outfitters' };
  const environment = {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_STATE_HOME: join(folder, '.state'),
    TANDEM_URL: url,
    TANDEM_KEY: rootKey,
    TZ: 'UTC',
  };

  async function call(method: string, path: string, body?: object) {
    const response = await fetch(`${url}/api/chatbot${path}`, {
      method,
      headers: { authorization: `Bearer ${rootKey}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  const sessionOf = async (conversationId: number) => {
    const { sessions } = await call('GET', `/tenants/${demo.tenantId}/sessions?limit=200`);
    return sessions.find((one: { conversationId: number }) => one.conversationId === conversationId);
  };

  const tenants = new Map<string, Promise<string>>();
  function tenant(slug: string): Promise<string> {
    const made = tenants.get(slug) ?? findOrCreate(slug);
    tenants.set(slug, made);
    return made;
  }

  async function findOrCreate(slug: string): Promise<string> {
    const found = (await call('GET', `/tenants?slug=${slug}`)).tenants;
    if (found.length > 0) return found[0].id;
    const name = `${slug.charAt(0).toUpperCase()}${slug.slice(1)} Inc`;
    return (await call('POST', '/tenants', { name, slug })).tenant.id;
  }

  function mintUpstreams() {
    const { id: accountId } = chatwoot.createAccount({});
    const { token: adminToken } = chatwoot.createUser({ accountId, role: 'administrator' });
    return {
      chatwoot: { baseUrl: chatwootUrl, accountId, adminToken, inboxChannel: 'api' },
      botpress: { ...cloud.createWorkspace(), apiUrl: cloudUrl },
    };
  }

  return {
    url,
    rootKey,
    demo,
    chatwoot,
    folder,
    call,
    stands: new Map([
      [folder, '/home/kim'],
      [url, 'https://tandem.example.com'],
      [chatwootUrl, 'https://chat.example.com'],
      [new URL(chatwootUrl).host, 'chat.example.com'],
      [cloudUrl, 'https://api.botpress.cloud'],
      [sandbox.upstreams.botpressUrl, 'https://chat.botpress.cloud'],
      [new URL(sandbox.upstreams.botpressUrl).host, 'chat.botpress.cloud'],
    ]),
    async tandem(words, interrupted) {
      const [, input] = / < (\S+)$/.exec(words) ?? [];
      const stdin = input === undefined ? '' : await readFile(join(folder, input), 'utf8');
      return await runTandem(splitWords(words), {
        environment,
        folder,
        stdin,
        ...(interrupted && { interrupted }),
      });
    },
    tenant,
    mintUpstreams,
    async onboarded(slug) {
      const id = await tenant(slug);
      const { onboarding } = await call('GET', `/tenants/${id}/onboarding`);
      if (onboarding === null) await call('POST', `/tenants/${id}/onboarding`, mintUpstreams());
      return id;
    },
    deadMessage: createDying({
      call,
      tenant,
      chatwoot,
      chatwootUrl,
      botpressUrl: sandbox.upstreams.botpressUrl,
    }),
    async file(name, content) {
      await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
      return name;
    },
    async conversation() {
      const text = 'When are you open?';
      const said = chatwoot.startConversation({ inboxId: demo.inboxId, contactName: 'Mia Okafor', text });
      const { conversationId, messageId } = said;
      if (messageId === null) throw new Error('nothing was said');
      const why = `/tenants/${demo.tenantId}/messages/${messageId}/why`;
      const end = async () => (await call('GET', why).catch(() => null))?.trail.end;
      await until(end, 'the bot has answered');
      const { id } = await until(() => sessionOf(conversationId), 'the session is there');
      return { sessionId: id, conversationId, messageId };
    },
    async close() {
      await Promise.all([product.stop(), cloud.close()]);
      await rm(folder, { recursive: true });
    },
  };
}
