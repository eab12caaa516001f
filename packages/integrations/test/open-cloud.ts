import { afterEach } from 'vitest';
import type { CloudPace, EngineStore } from '../src/contract/index.ts';
import { createCloud } from '../src/engines/botpress/cloud/create-cloud.ts';
import {
  createFakeCloud,
  type FakeCloud,
  type FakeCloudOptions,
} from '../src/engines/botpress/cloud/fake/index.ts';
import { createHttp, type Http } from '../src/http/index.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

export interface CloudRig {
  fake: FakeCloud;
  url: string;
  workspace: { workspaceId: string; token: string };
  bot: { botId: string; token: string };
  store: EngineStore;
  cloud: ReturnType<typeof createCloud>;
  /** How long was waited between attempts, in order. */
  waits: number[];
}

/** A fake cloud over real HTTP, a bot in it, and our client with that bot's own key; waits end at once. */
export async function openCloud(
  options: FakeCloudOptions & { pace?: CloudPace; allowPrivate?: boolean } = {},
): Promise<CloudRig> {
  const { pace, allowPrivate = true, ...fakeOptions } = options;
  const fake = createFakeCloud(fakeOptions);
  const { url } = await fake.listen();
  const http: Http = createHttp({ allowPrivate, connectTimeoutMs: 1_000 });
  closers.push(
    () => fake.close(),
    () => http.close(),
  );
  const waits: number[] = [];
  const wait = async (delayMs: number) => void waits.push(delayMs);
  const cloud = createCloud({ http, random: () => 0, wait });
  const workspace = fake.createWorkspace();
  const bot = fake.createBot({ workspaceId: workspace.workspaceId });
  const store = cloud.openStore({ ...bot, apiUrl: url }, pace);
  return { fake, url, workspace, bot, store, cloud, waits };
}

export const tags = (tenantId: string, more: Record<string, string> = {}) => ({
  managedBy: 'tandem',
  tenantId,
  ...more,
});

/** A small Markdown file. */
export const note = (key: string, content: string, tenantId = 't1') => ({
  key,
  content,
  contentType: 'text/markdown',
  tags: tags(tenantId),
});
