import type { StoredEntry, TenantScope } from '@tandem/db';
import type { StoredConfig } from '@tandem/schemas';

/** What a tenant's engine has to hold: one version of its configuration with its knowledge. */
export interface Wanted {
  config: StoredConfig;
  configVersion: number;
  /** Null before the first write. */
  knowledgeHash: string | null;
  knowledge: StoredEntry[];
}

/** Read again when a write came between: what is answered is one version. */
export async function readWanted(scope: TenantScope): Promise<Wanted> {
  for (;;) {
    const { config, version } = await scope.config.read();
    const knowledge = await scope.knowledge.list();
    const knowledgeHash = (await scope.configVersions.get(version))?.knowledgeHash ?? null;
    const after = await scope.config.read();
    if (after.version === version) return { config, configVersion: version, knowledgeHash, knowledge };
  }
}
