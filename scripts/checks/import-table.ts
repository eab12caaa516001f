/** What one workspace folder may import of the workspace; a package of the registry must stand in its own `dependencies`. */
export interface ImportRule {
  folder: string;
  /** `all`: value and type imports. `types`: only `import type`. A list: those names as values, and types. */
  workspace: Record<string, Allowance>;
  /** Workspace imports that one file alone may have. */
  only?: Record<string, string>;
  /** The only packages of the registry it may import, where `dependencies` is not narrow enough. */
  registry?: readonly string[];
  /** May reach other hosts by itself: `fetch`, and the clients of node:http and node:https. */
  mayFetch?: boolean;
}

export type Allowance = 'all' | 'types' | readonly string[];

const core = { '@tandem/schemas': 'all', '@tandem/db': 'types' } as const;
const apps = {
  '@tandem/schemas': 'all',
  '@tandem/runtime': 'all',
  '@tandem/db': 'all',
  '@tandem/queue': 'all',
  '@tandem/core': 'all',
  '@tandem/integrations/contract': 'all',
  '@tandem/telemetry': 'all',
  '@tandem/foundation': 'all',
} as const;

/** The table of ARCHITECTURE.md. What stands in no row is free: testkit, e2e, bench, chaos, scripts. */
export const importTable: readonly ImportRule[] = [
  { folder: 'packages/schemas', workspace: {}, registry: ['zod'] },
  { folder: 'packages/runtime', workspace: { '@tandem/schemas': 'all' } },
  { folder: 'packages/db', workspace: { '@tandem/schemas': 'all', '@tandem/runtime': 'all' } },
  {
    folder: 'packages/queue',
    workspace: { '@tandem/schemas': 'all', '@tandem/runtime': 'all', '@tandem/db': 'types' },
  },
  { folder: 'packages/integrations', workspace: { '@tandem/schemas': 'all' }, mayFetch: true },
  {
    folder: 'packages/core',
    workspace: { ...core, '@tandem/queue': ['defineJob'], '@tandem/integrations/contract': 'all' },
  },
  {
    folder: 'packages/telemetry',
    workspace: {
      '@tandem/schemas': 'all',
      '@tandem/runtime': 'all',
      '@tandem/db': 'types',
      '@tandem/queue': 'types',
      '@tandem/integrations/contract': 'types',
    },
  },
  {
    folder: 'packages/foundation',
    workspace: {
      '@tandem/schemas': 'all',
      '@tandem/runtime': 'all',
      '@tandem/db': 'all',
      '@tandem/queue': 'all',
      '@tandem/core': 'all',
      '@tandem/telemetry': 'all',
    },
    only: { '@tandem/integrations': 'packages/foundation/src/open-upstreams.ts' },
  },
  {
    folder: 'apps/api',
    workspace: apps,
    only: { '@tandem/integrations/http': 'apps/api/src/compose.ts' },
  },
  { folder: 'apps/worker', workspace: apps },
  {
    folder: 'apps/sandbox',
    workspace: { '@tandem/runtime': 'all', '@tandem/integrations/fakes': 'all' },
    mayFetch: true,
  },
  {
    folder: 'apps/admin-cli',
    workspace: { '@tandem/schemas': 'all', '@tandem/runtime': 'all', '@tandem/api/router': 'types' },
    mayFetch: true,
  },
];

/** Packages of the registry that one workspace folder alone may import. */
export const owners: Record<string, string> = {
  kysely: 'packages/db',
  mysql2: 'packages/db',
  bullmq: 'packages/queue',
  ioredis: 'packages/queue',
  'rate-limiter-flexible': 'packages/queue',
  undici: 'packages/integrations',
  '@botpress/client': 'packages/integrations',
};

/** Where tests and measurements live: no row, no owner. */
export const freeFolders: readonly string[] = ['packages/testkit', 'e2e', 'bench', 'chaos', 'scripts'];
