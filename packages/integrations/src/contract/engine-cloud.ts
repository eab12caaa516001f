import type { EngineAdmin } from './engine-admin.ts';

/** A file an engine keeps for a bot (contracts/botpress.md §3.1). `key` is unique per bot. */
export interface EngineFile {
  id: string;
  key: string;
  status: EngineFileStatus;
  /** Why it failed, in the engine's words; null when it did not. */
  failedReason: string | null;
  tags: Record<string, string>;
}

/** Only `indexing_completed` can be searched; `upload_pending` after an upload means that its second half got lost. */
export type EngineFileStatus =
  | 'upload_pending'
  | 'upload_failed'
  | 'upload_completed'
  | 'indexing_pending'
  | 'indexing_failed'
  | 'indexing_completed';

/** A piece of a file that a search found. The tags are those of its file: check them before use. */
export interface EnginePassage {
  content: string;
  score: number;
  fileKey: string;
  fileTags: Record<string, string>;
}

export interface EngineFiles {
  /** Every file that carries all of `tags`, over all pages. */
  list(input: { tags: Record<string, string> }): Promise<EngineFile[]>;
  /** Makes the file with this key hold `content`, indexed for search; safe to repeat. Its status is that before indexing. */
  put(input: {
    key: string;
    content: string;
    contentType: string;
    tags: Record<string, string>;
  }): Promise<EngineFile>;
  /** Null when there is none. */
  get(fileId: string): Promise<EngineFile | null>;
  /** Those of the ids that there are. */
  getMany(fileIds: readonly string[]): Promise<EngineFile[]>;
  /** One that is gone already is fine. */
  delete(fileId: string): Promise<void>;
  /** The best passages first. `query`: more than 1 KB is cut. `limit`: at most 50. */
  search(input: { query: string; tags: Record<string, string>; limit: number }): Promise<EnginePassage[]>;
}

export interface EngineKnowledgeBases {
  list(): Promise<{ id: string; name: string; tags: Record<string, string> }[]>;
  create(input: { name: string; tags: Record<string, string> }): Promise<{ id: string }>;
}

export interface EngineTables {
  /** Makes the table exist; one that exists is left as it is. `columns`: name → type, at most 20. `factor`: 4 KB of a row each. */
  ensure(input: {
    table: string;
    keyColumn: string;
    columns: Record<string, 'string' | 'number' | 'boolean'>;
    factor?: number;
  }): Promise<void>;
  /**
   * Inserts or replaces rows by their key; safe to repeat. Throws `rejected` when any row was refused: the engine says so
   * in a successful answer (contracts/botpress.md §3.2).
   */
  upsert(input: {
    table: string;
    keyColumn: string;
    rows: Record<string, string | number | boolean>[];
  }): Promise<void>;
  /** Rows whose columns equal `where`. */
  find(input: {
    table: string;
    where: Record<string, string | number>;
    limit: number;
  }): Promise<Record<string, unknown>[]>;
}

/** What an engine keeps for one bot. Every method throws `UpstreamError`. */
export interface EngineStore {
  files: EngineFiles;
  knowledgeBases: EngineKnowledgeBases;
  tables: EngineTables;
}

/** How the requests of one store or workspace leave. */
export interface CloudPace {
  /** Awaited before every single request, repeated ones too; what it rejects with ends the call. */
  budget?(): Promise<void>;
  /** Attempts at one request in all. Default 4. */
  attemptsMax?: number;
  /** Ends waits between attempts. */
  signal?: AbortSignal;
}

/** The cloud an engine runs in, beside its conversations. `settings` as stored (secrets opened): `apiUrl`, `token`, ids. */
export interface EngineCloud {
  /** Needs `token` and `botId`; the failure to have them is a plain Error. */
  openStore(settings: Record<string, unknown>, pace?: CloudPace): EngineStore;
  /** Needs `token` (a personal access token) and `workspaceId`; the failure to have them is a plain Error. */
  openAdmin(settings: Record<string, unknown>, pace?: CloudPace): EngineAdmin;
}
