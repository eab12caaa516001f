import { createIntegrations } from '@tandem/integrations';
import type { EngineDialect } from '@tandem/integrations/contract';
import { zInstallationEnvironment } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { installationUpstreams } from './installation.ts';

const upstreamsOf = (environment: Record<string, string>) =>
  installationUpstreams(zInstallationEnvironment.parse(environment));

const chatwoot = {
  CHATWOOT_BASE_URL: 'https://chat.test/',
  CHATWOOT_ACCOUNT_ID: '7',
  CHATWOOT_API_TOKEN: 'bot',
};

describe('the installation’s Chatwoot', () => {
  it('is there when base URL, account and token are', () =>
    expect(upstreamsOf(chatwoot).chatwoot).toEqual({
      baseUrl: 'https://chat.test',
      accountId: 7,
      settings: { baseUrl: 'https://chat.test', accountId: 7, botToken: 'bot' },
    }));

  it('may read back with the admin token', () =>
    expect(upstreamsOf({ ...chatwoot, CHATWOOT_ADMIN_TOKEN: 'admin' }).chatwoot?.settings).toMatchObject({
      adminToken: 'admin',
    }));

  it.each(Object.keys(chatwoot))('is not there without %s', (name) =>
    expect(upstreamsOf({ ...chatwoot, [name]: undefined } as Record<string, string>).chatwoot).toBeNull(),
  );
});

describe('the installation’s Botpress', () => {
  it('is there when it has a webhook id or an endpoint', () => {
    expect(upstreamsOf({}).botpress).toBeNull();
    expect(upstreamsOf({ BOTPRESS_WEBHOOK_ID: 'w', BOTPRESS_ENCRYPTION_KEY: 'k' }).botpress).toMatchObject({
      dialect: 'chat_api',
      settings: { webhookId: 'w', encryptionKey: 'k', chatUrl: 'https://chat.botpress.cloud' },
    });
    const generic = {
      BOTPRESS_DIALECT: 'generic',
      BOTPRESS_ENDPOINT_URL: 'https://bot.test/',
      BOTPRESS_WEBHOOK_SECRET: 'a, b',
    };
    expect(upstreamsOf(generic).botpress).toMatchObject({
      dialect: 'generic',
      settings: { endpointUrl: 'https://bot.test', webhookSecrets: ['a', 'b'] },
    });
  });

  it.each<[EngineDialect, Record<string, string>]>([
    ['chat_api', { BOTPRESS_WEBHOOK_ID: 'w', BOTPRESS_ENCRYPTION_KEY: 'k' }],
    ['messaging_api', { BOTPRESS_WEBHOOK_ID: 'w', BOTPRESS_TOKEN: 'pat' }],
    ['generic', { BOTPRESS_ENDPOINT_URL: 'https://bot.test', BOTPRESS_WEBHOOK_SECRET: 's' }],
    [
      'v12',
      {
        BOTPRESS_ENDPOINT_URL: 'https://v12.test',
        BOTPRESS_BOT_ID: 'acme',
        BOTPRESS_MESSAGE_LENGTH_MAX: '1000',
      },
    ],
  ])('has what its dialect works with: %s', (dialect, environment) => {
    const botpress = upstreamsOf({ ...environment, BOTPRESS_DIALECT: dialect }).botpress;
    const { engines } = createIntegrations({ allowPrivate: false });
    expect(botpress?.dialect).toBe(dialect);
    expect(() => engines[dialect]?.connect(botpress?.settings ?? {})).not.toThrow();
  });
});

it('the installation’s secrets are lists, of which any may match', () => {
  const { chatwootSecrets, botpressSecrets } = upstreamsOf({
    CHATWOOT_WEBHOOK_SECRET: 'one, two,,',
    BOTPRESS_WEBHOOK_SECRET: '',
  });
  expect([chatwootSecrets, botpressSecrets]).toEqual([['one', 'two'], []]);
});
