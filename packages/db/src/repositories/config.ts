import {
  type Actor,
  AppError,
  type ConfigPatch,
  formatActor,
  type KnowledgeEntry,
  patchConfig,
  type StoredConfig,
} from '@tandem/schemas';
import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { beginChange, endChange } from './begin-change.ts';
import { hashKnowledge, replaceKnowledge } from './replace-knowledge.ts';
import { type ClaimRights, settleInboxRoutes } from './settle-inbox-routes.ts';

export interface ConfigWrite extends ClaimRights {
  patch: ConfigPatch;
  /** A rollback: the settings of that version as a whole, in place of the patch. */
  restored?: { version: number; config: StoredConfig } | undefined;
  /** Replaces all entries; absent: they stay. */
  knowledgeBase?: readonly KnowledgeEntry[] | undefined;
  /** The version the caller has seen; absent: any. */
  expectedVersion?: number | undefined;
  actor: Actor;
  now: Date;
}

/** The configuration as stored: only the fields that were set. Version 0: never written. */
export interface VersionedConfig {
  config: StoredConfig;
  version: number;
}

/** One tenant's ChatbotConfig. */
export class ChatbotConfig {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  async read(): Promise<VersionedConfig> {
    const row = await this.#db.select('chatbot_configs').select(['version', 'settings']).executeTakeFirst();
    return row
      ? { config: parseJson<StoredConfig>(row.settings), version: row.version }
      : { config: {}, version: 0 };
  }

  /**
   * Lays `patch` over what is stored as the next version, with its snapshot, knowledge, inbox routes, audit row and
   * revision, in one transaction. AppError `conflict` (another version than expected; an inbox that is claimed),
   * `forbidden` (an inbox on the default Chatwoot), `not_found` (tenant).
   */
  async write(input: ConfigWrite): Promise<VersionedConfig & { revision: number }> {
    return await this.#db.transaction((db) => new ChatbotConfig(db).#write(input));
  }

  async #write(input: ConfigWrite): Promise<VersionedConfig & { revision: number }> {
    const { actor, now } = input;
    await beginChange(this.#db, now);
    const before = await this.read();
    if (input.expectedVersion !== undefined && input.expectedVersion !== before.version) {
      throw new AppError('conflict', {
        public: `The configuration is at version ${before.version}, not ${input.expectedVersion}: read it again.`,
      });
    }
    const config = input.restored?.config ?? patchConfig(before.config, input.patch);
    const after = { config, version: before.version + 1 };
    const hashBefore = await this.#knowledgeHashOf(before.version);
    await this.#store(after, now);
    const knowledgeHash = input.knowledgeBase
      ? await replaceKnowledge(this.#db, { entries: input.knowledgeBase, now })
      : hashBefore;
    await this.#snapshot(after, { knowledgeHash, input });
    const isInboxSet = input.patch.chatwootInboxId !== undefined;
    const isInboxMoved = config.chatwootInboxId !== before.config.chatwootInboxId;
    if (isInboxSet || isInboxMoved) await settleInboxRoutes(this.#db, input);
    await new Audit(this.#db).record({
      actor,
      action: input.restored ? 'config.rollback' : 'config.write',
      subject: `config:${after.version}`,
      before: { ...before, knowledgeHash: hashBefore },
      after: {
        ...after,
        knowledgeHash,
        knowledgeReplaced: input.knowledgeBase !== undefined,
        ...(input.restored && { restoredFrom: input.restored.version }),
      },
      now,
    });
    return { ...after, revision: await endChange(this.#db, now) };
  }

  async #store({ config, version }: VersionedConfig, now: Date): Promise<void> {
    const row = {
      version,
      botpress_bot_id: config.botpressBotId ?? null,
      chatwoot_inbox_id: config.chatwootInboxId ?? null,
      settings: JSON.stringify(config),
      retention_days: config.retentionDays ?? null,
      retention_due_at: config.retentionDays === undefined ? null : now,
      updated_at: now,
    };
    await this.#db.update('chatbot_configs').set(row).execute();
  }

  async #snapshot(
    { config, version }: VersionedConfig,
    { knowledgeHash, input }: { knowledgeHash: string; input: ConfigWrite },
  ): Promise<void> {
    const actor = formatActor(input.actor).slice(0, 100);
    const settings = JSON.stringify(config);
    const restored_from = input.restored?.version ?? null;
    const row = {
      version,
      settings,
      knowledge_hash: knowledgeHash,
      actor,
      restored_from,
      created_at: input.now,
    };
    await this.#db.insert('config_versions', [row]).execute();
  }

  async #knowledgeHashOf(version: number): Promise<string> {
    const row = await this.#db
      .select('config_versions')
      .where('version', '=', version)
      .select('knowledge_hash')
      .executeTakeFirst();
    return row?.knowledge_hash ?? hashKnowledge([]);
  }
}
