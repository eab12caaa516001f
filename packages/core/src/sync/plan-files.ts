import type { EngineFile } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import { isTenants, type WantedFile } from './entry-file.ts';

/** One that was uploaded, under the id it has in the engine. */
export interface SentFile {
  file: WantedFile;
  fileId: string;
}

/** What has to happen so that the engine holds exactly the wanted files. */
export interface FilePlan {
  unchanged: WantedFile[];
  /** Uploaded already, by an earlier attempt, and not indexed yet. */
  awaited: SentFile[];
  changed: WantedFile[];
  vanished: EngineFile[];
}

/** Compares by key and hash. What is not the tenant's is not seen, whatever the listing says. Pure. */
export function planFiles(input: {
  tenantId: TenantId;
  wanted: readonly WantedFile[];
  held: readonly EngineFile[];
}): FilePlan {
  const { tenantId, wanted } = input;
  const held = input.held.filter(({ tags }) => isTenants(tenantId, tags));
  const byKey = new Map(held.map((file) => [file.key, file]));
  const plan: FilePlan = { unchanged: [], awaited: [], changed: [], vanished: [] };
  for (const file of wanted) {
    const there = byKey.get(file.key);
    const state = stateOf(file, there);
    if (state !== 'awaited') plan[state].push(file);
    else if (there) plan.awaited.push({ file, fileId: there.id });
  }
  const keys = new Set(wanted.map(({ key }) => key));
  plan.vanished = held.filter(({ key }) => !keys.has(key));
  return plan;
}

function stateOf(file: WantedFile, held: EngineFile | undefined): 'unchanged' | 'awaited' | 'changed' {
  if (held?.tags.hash !== file.tags.hash) return 'changed';
  switch (held?.status) {
    case 'indexing_completed':
      return 'unchanged';
    case 'indexing_pending':
      return 'awaited';
    // Not indexed, or the second half of its upload got lost (contracts/botpress.md §3.1): upload it again.
    case 'upload_pending':
    case 'upload_failed':
    case 'upload_completed':
    case 'indexing_failed':
    case undefined:
      return 'changed';
  }
}
