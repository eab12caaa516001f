import { randomBytes, randomInt } from 'node:crypto';
import { type ConnectionWritten, type Database, openSealer, type Tenant, type TenantScope } from '@tandem/db';
import type { Actor, ConfigPatch, KnowledgeEntry, TenantId } from '@tandem/schemas';

/** `TANDEM_ENCRYPTION_KEYS` of tests. */
export const testEncryptionKeys = `test:${Buffer.alloc(32, 7).toString('base64')}`;
export const testSealer = openSealer(testEncryptionKeys);
export const testActor: Actor = { type: 'platform' };

const secretSettings = {
  chatwoot: ['botToken', 'adminToken', 'webhookSecrets'],
  botpress: ['encryptionKey', 'token', 'webhookSecrets'],
} as const;

export interface MintTenant {
  name?: string;
  config?: ConfigPatch;
  knowledgeBase?: readonly KnowledgeEntry[];
  /** Settings of a Chatwoot connection of its own, laid over those of `mintChatwoot`. */
  chatwoot?: Record<string, unknown>;
  /** Settings of a Botpress connection of its own; `dialect` is `chat_api` when not given. */
  botpress?: Record<string, unknown>;
  /** The default Chatwoot, for tenants whose `config.chatwootInboxId` is an inbox of it. */
  installation?: { baseUrl: string; accountId: number };
  now?: Date;
}

export interface MintedTenant {
  tenant: Tenant;
  tenantId: TenantId;
  scope: TenantScope;
  chatwoot: ConnectionWritten | null;
  botpress: ConnectionWritten | null;
}

/** A fresh tenant that shares nothing with those of other tests. */
export async function mintTenant(database: Database, input: MintTenant = {}): Promise<MintedTenant> {
  const { now = new Date(), config, knowledgeBase, installation = null } = input;
  const common = { actor: testActor, now, installation, mayClaimDefault: true };
  const tenant = await database.platform.tenants.create({
    name: input.name ?? 'Test tenant',
    actor: testActor,
    now,
  });
  const scope = database.enter(tenant.id);
  const connect = async (provider: 'chatwoot' | 'botpress', settings: Record<string, unknown> | undefined) =>
    settings === undefined
      ? null
      : await scope.connections.write({
          ...common,
          provider,
          settings,
          secretSettings: secretSettings[provider],
          sealer: testSealer,
        });
  const chatwoot = await connect('chatwoot', input.chatwoot && { ...mintChatwoot(), ...input.chatwoot });
  const botpress = await connect('botpress', input.botpress && { dialect: 'chat_api', ...input.botpress });
  if (config !== undefined || knowledgeBase !== undefined) {
    await scope.config.write({ ...common, patch: config ?? {}, knowledgeBase });
  }
  return { tenant, tenantId: tenant.id, scope, chatwoot, botpress };
}

/** Settings of a Chatwoot account that no other test uses. */
export const mintChatwoot = () => ({
  baseUrl: `https://chatwoot-${randomBytes(6).toString('hex')}.test`,
  accountId: randomInt(1, 2 ** 31),
  inboxId: randomInt(1, 2 ** 31),
  botToken: randomBytes(12).toString('hex'),
  webhookSecrets: [randomBytes(16).toString('hex')],
});
