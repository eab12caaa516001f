import { randomUUID } from 'node:crypto';
import type { EngineFileStatus } from '../../../../contract/index.ts';
import type { Fields } from '../../fields.ts';

export interface FakeFile {
  id: string;
  key: string;
  size: number;
  contentType: string;
  tags: Record<string, string>;
  index: boolean;
  status: EngineFileStatus;
  failedReason: string | null;
  /** When its indexing is over; null: not before somebody says so. */
  indexedAtMs: number | null;
  content: string;
  createdAtMs: number;
  /** In its signed upload URL. */
  uploadKey: string;
}

export interface FakeTable {
  name: string;
  keyColumn: string | null;
  columns: string[];
  /** 4 KB of a row each. */
  factor: number;
  rows: ({ id: number } & Fields)[];
}

export interface FakeIntegration {
  id: string;
  name: string;
  version: string;
  enabled: boolean;
  webhookId: string;
  configuration: Fields;
}

export interface FakeCloudBot {
  id: string;
  workspaceId: string;
  name: string;
  tags: Record<string, string>;
  integrations: Record<string, FakeIntegration>;
  /** Bot access keys, by value. */
  keys: Map<string, { id: string; note: string }>;
  /** By key of the file. */
  files: Map<string, FakeFile>;
  bases: Map<string, { id: string; name: string; tags: Record<string, string> }>;
  tables: Map<string, FakeTable>;
  /** Requests, by minute since 1970. */
  minutes: Map<number, number>;
}

export interface FakeWorkspace {
  id: string;
  /** A personal access token of it. */
  token: string;
}

export interface FakeWorld {
  workspaces: Map<string, FakeWorkspace>;
  bots: Map<string, FakeCloudBot>;
}

/** In the manner of Botpress's ids. */
export const cloudId = (kind: 'file' | 'kb' | 'table' | 'bak' | 'intver'): string =>
  `${kind}_01${randomUUID().replaceAll('-', '').slice(0, 24).toUpperCase()}`;

export function newBot(input: {
  id?: string | undefined;
  workspaceId: string;
  name: string;
  tags?: Record<string, string> | undefined;
}): FakeCloudBot {
  return {
    id: input.id ?? randomUUID(),
    workspaceId: input.workspaceId,
    name: input.name,
    tags: input.tags ?? {},
    integrations: {},
    keys: new Map(),
    files: new Map(),
    bases: new Map(),
    tables: new Map(),
    minutes: new Map(),
  };
}
