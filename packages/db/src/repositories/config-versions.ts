import type { KnowledgeEntry, StoredConfig } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { ConfigVersionsTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';
import { readRetiredKnowledge } from './retire-knowledge.ts';

/** What one version of the configuration was. */
export interface ConfigVersion {
  version: number;
  config: StoredConfig;
  /** Hash of its knowledge base: equal hashes, equal entries in equal order. */
  knowledgeHash: string;
  actor: string;
  /** The version that a rollback went back to; null for any other write. */
  restoredFrom: number | null;
  createdAt: Date;
}

/** The versions one tenant's configuration has had. */
export class ConfigVersions {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  async get(version: number): Promise<ConfigVersion | null> {
    const row = await this.#db
      .select('config_versions')
      .where('version', '=', version)
      .selectAll()
      .executeTakeFirst();
    return row ? toVersion(row) : null;
  }

  /** Newest first, from below `before` on; null: from the newest. */
  async page({ before, limit }: { before: number | null; limit: number }): Promise<ConfigVersion[]> {
    const rows = await this.#db
      .select('config_versions')
      .$if(before !== null, (query) => query.where('version', '<', before ?? 0))
      .selectAll()
      .orderBy('version', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toVersion);
  }

  /**
   * The entries of a knowledge base that is no longer current, in their order; null when they are not kept any more. That of
   * the current version is `knowledge.list`.
   */
  async knowledge(knowledgeHash: string): Promise<KnowledgeEntry[] | null> {
    return await readRetiredKnowledge(this.#db, knowledgeHash);
  }
}

const toVersion = (row: Selectable<ConfigVersionsTable>): ConfigVersion => ({
  version: row.version,
  config: parseJson<StoredConfig>(row.settings),
  knowledgeHash: row.knowledge_hash,
  actor: row.actor,
  restoredFrom: row.restored_from,
  createdAt: row.created_at,
});
