import { createHmac, randomUUID } from 'node:crypto';
import { createLogger, Resources } from '@tandem/runtime';
import { zApiEnvironment } from '@tandem/schemas';
import {
  type MintedTenant,
  mintChatwoot,
  mintTenant,
  openTestDatabase,
  testDatabaseUrl,
  testEncryptionKeys,
} from '@tandem/testkit';
import type { Hono } from 'hono';
import { composeApi } from '../src/compose.ts';
import type { Front } from '../src/webhooks/serve-webhooks.ts';

export const rootKey = 'a-root-key-of-the-tests';
export const installationSecret = 'secret-of-the-installation';

export interface TestApi {
  app: Hono;
  front: Front;
  metricsApp: Hono;
  /** SQL statements seen so far; emptied by setting its length. */
  statements: string[];
  /** The installation's default Chatwoot of this api. */
  installation: { baseUrl: string; accountId: number };
  mint(inboxId: number, input?: Parameters<typeof mintTenant>[1]): Promise<MintedTenant>;
  close(): Promise<void>;
}

/** The composed api on this run's stores, with a default Chatwoot that no other test shares. */
export async function openApi(environment: Record<string, string> = {}): Promise<TestApi> {
  const resources = new Resources();
  const database = openTestDatabase();
  resources.defer('test database', () => database.close());
  const { baseUrl, accountId } = mintChatwoot();
  const statements: string[] = [];
  const { app, front, metricsApp } = await composeApi({
    environment: zApiEnvironment.parse({
      DATABASE_URL: testDatabaseUrl(),
      REDIS_URL: process.env.REDIS_URL,
      TANDEM_ROOT_KEY: rootKey,
      TANDEM_ENCRYPTION_KEYS: testEncryptionKeys,
      CHATWOOT_BASE_URL: baseUrl,
      CHATWOOT_ACCOUNT_ID: String(accountId),
      CHATWOOT_API_TOKEN: 'bot-token',
      CHATWOOT_WEBHOOK_SECRET: installationSecret,
      BOTPRESS_WEBHOOK_SECRET: installationSecret,
      ...environment,
    }),
    log: createLogger({ name: 'test', level: 'silent' }),
    resources,
    stopping: new AbortController().signal,
    onStatement: (text) => statements.push(text),
  });
  const installation = { baseUrl, accountId };
  return {
    app,
    front,
    metricsApp,
    statements,
    installation,
    mint: (inboxId, input = {}) =>
      mintTenant(database, {
        ...input,
        installation,
        config: { ...input.config, chatwootInboxId: String(inboxId) },
      }),
    close: () => resources.close(),
  };
}

export interface Incoming {
  inboxId: number;
  conversationId?: number;
  messageId?: number;
  text?: string;
  accountId?: number;
}

/** A customer's message as Chatwoot sends it, cut to what is read. */
export const incoming = ({
  inboxId,
  conversationId = 1,
  messageId = 1,
  text = 'hello',
  accountId,
}: Incoming): string =>
  JSON.stringify({
    event: 'message_created',
    id: messageId,
    message_type: 'incoming',
    private: false,
    content: text,
    content_type: 'text',
    content_attributes: {},
    account: accountId === undefined ? undefined : { id: accountId },
    inbox: { id: inboxId },
    conversation: {
      id: conversationId,
      inbox_id: inboxId,
      status: 'pending',
      updated_at: Date.now() / 1_000,
    },
    sender: { id: 7, name: 'Rosa' },
  });

/** Signs as Chatwoot does (contracts/chatwoot.md §5). */
export function signed(
  body: string,
  secret = installationSecret,
  atS = Math.floor(Date.now() / 1_000),
): RequestInit {
  const signature = createHmac('sha256', secret).update(`${atS}.${body}`).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-chatwoot-delivery': randomUUID(),
      'x-chatwoot-timestamp': String(atS),
      'x-chatwoot-signature': `sha256=${signature}`,
    },
  };
}

export const chatwootPath = '/api/webhooks/chatbot/chatwoot';
export const botpressPath = '/api/webhooks/chatbot/botpress';
