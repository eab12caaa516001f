import type { StoredConfig } from '@tandem/schemas';
import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';

/** What one version of the configuration was. */
export interface ConfigVersion {
  version: number;
  config: StoredConfig;
  /** Hash of its knowledge base: equal hashes, equal entries in equal order. */
  knowledgeHash: string;
  actor: string;
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
    if (!row) return null;
    return {
      version: row.version,
      config: parseJson<StoredConfig>(row.settings),
      knowledgeHash: row.knowledge_hash,
      actor: row.actor,
      createdAt: row.created_at,
    };
  }
}
