import type { EngineFileStatus } from '../../../../contract/index.ts';
import type { FakeCloudBot, FakeFile, FakeIntegration, FakeWorkspace, FakeWorld } from './world.ts';

export interface CloudRoutesContext {
  world: FakeWorld;
  nowMs(): number;
  /** Requests of one bot; 0: no limit. */
  perMinuteMax: number;
  pageSize: number;
  pageSizeMax: number;
  knobs: CloudKnobs;
  /** Told of every installed or changed integration. */
  onIntegration(bot: FakeCloudBot, integration: FakeIntegration): void;
}

/** What may be set while the fake runs. */
export interface CloudKnobs {
  /** How long indexing takes; null: until `finishIndexing`. */
  indexingMs: number | null;
  /** Why indexing of this file fails; null: it does not. */
  failIndexing(file: FakeFile): string | null;
  /** Search misbehaves: it answers passages of files that the tags did not ask for. */
  searchIgnoresTags: boolean;
  /** Errors that `rows/upsert` reports in a successful answer. */
  rowErrors: string[];
}

/** What the routes know about a request once it has passed the door. */
export interface CloudEnv {
  Variables: { bot: FakeCloudBot; workspace: FakeWorkspace };
}

/** A file as time has made it: indexing ends while nobody looks. */
export function settleFile(file: FakeFile, { nowMs, knobs }: CloudRoutesContext): FakeFile {
  if (file.status !== 'indexing_pending' || file.indexedAtMs === null || file.indexedAtMs > nowMs())
    return file;
  return endIndexing(file, knobs);
}

export function endIndexing(file: FakeFile, knobs: CloudKnobs): FakeFile {
  file.failedReason = knobs.failIndexing(file);
  const status: EngineFileStatus = file.failedReason === null ? 'indexing_completed' : 'indexing_failed';
  return Object.assign(file, { status });
}
