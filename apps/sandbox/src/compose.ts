import type { Logger, Resources } from '@tandem/runtime';
import { Hono } from 'hono';
import type { SandboxConfig } from './config.ts';
import { createApp } from './create-app.ts';
import type { Demo } from './demo/seed-demo.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { createDesk } from './desk/create-desk.ts';
import { createLive } from './desk/create-live.ts';
import { readFaults } from './desk/fault-routes.ts';
import { connectFlow } from './flow/connect-flow.ts';
import { createFlow } from './flow/create-flow.ts';
import { listen } from './listen.ts';
import { createTandem } from './tandem/create-tandem.ts';
import { waitUntilReady } from './tandem/wait-until-ready.ts';
import { openUpstreams, type Upstreams } from './upstreams/open-upstreams.ts';
import type { PostedWebhook } from './upstreams/post-webhook.ts';

export interface Sandbox {
  /** Of the page. */
  url: string;
  demo: Demo;
  upstreams: Upstreams;
}

interface ComposeInput {
  config: SandboxConfig;
  log: Logger;
  resources: Resources;
  stopping: AbortSignal;
}

/** The sandbox's composition root: the fakes, the demo tenant, the page. Resolves when all of it works. */
export async function composeSandbox({ config, log, resources, stopping }: ComposeInput): Promise<Sandbox> {
  const closing = new AbortController();
  resources.defer('calls to Tandem', () => closing.abort());
  const live = createLive();
  let tandemAnswers = true;
  const tandem = createTandem({
    apiUrl: config.TANDEM_API_URL,
    rootKey: config.TANDEM_ROOT_KEY,
    closing: closing.signal,
    onReached(answers) {
      if (answers === tandemAnswers) return;
      tandemAnswers = answers;
      live.publish({ type: 'tandem', answers });
    },
  });
  const front = createFront();
  const { url } = await listen(front.handle, {
    host: config.SANDBOX_HOST,
    port: config.SANDBOX_PORT,
    resources,
  });
  await waitUntilReady(tandem, stopping);

  const webhooks = createJunction();
  const upstreams = await openUpstreams({ resources, ...webhooks.ends });
  const demo = await seedDemo({ tandem, upstreams });
  const flow = createFlow((lines) => live.publish({ type: 'flow', lines }));
  const desk = createDesk({ demo, upstreams, publish: live.publish });
  const watcher = connectFlow({ flow, desk, upstreams, tandem, live });
  resources.defer('watcher', () => watcher.stop());
  webhooks.lead({
    onChatwootWebhook: watcher.onChatwootWebhook,
    onBotpressWebhook: watcher.onBotpressWebhook,
  });
  upstreams.chatwoot.startConversation({ inboxId: demo.inboxId, contactName: 'Mia Okafor', locale: 'en' });

  front.open(
    createApp({
      desk,
      upstreams,
      live,
      tandem,
      state: () => ({
        conversations: desk.conversations(),
        flow: flow.lines(),
        faults: readFaults(upstreams),
        tandemAnswers,
      }),
      onPageOpened: watcher.lookSoon,
    }),
  );
  log.info({ tenantId: demo.tenantId, url }, 'demo tenant is wired');
  return { url, demo, upstreams };
}

/** What answers before there is anything to show, and then hands over. */
function createFront() {
  let app: Hono | null = null;
  const early = new Hono();
  early.get('/livez', (c) => c.json({ status: 'ok' }));
  early.get('/readyz', (c) =>
    app === null ? c.json({ status: 'starting' }, 503) : c.json({ status: 'ok' }),
  );
  early.all('*', (c) => (app === null ? c.text('The sandbox is starting.', 503) : app.fetch(c.req.raw)));
  return {
    handle: (request: Request) => early.fetch(request),
    open(opened: Hono) {
      app = opened;
    },
  };
}

type Ends = Record<'onChatwootWebhook' | 'onBotpressWebhook', (posted: PostedWebhook) => void>;

/** The fakes are opened before there is anybody to hear of their webhooks. */
function createJunction() {
  let led: Ends | null = null;
  const ends: Ends = {
    onChatwootWebhook: (posted) => led?.onChatwootWebhook(posted),
    onBotpressWebhook: (posted) => led?.onBotpressWebhook(posted),
  };
  return {
    ends,
    lead(to: Ends) {
      led = to;
    },
  };
}
