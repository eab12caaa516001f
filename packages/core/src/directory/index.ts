export type { CacheSpec } from './cache-specs.ts';
export { changeFeed } from './change-feed.ts';
export type { DirectoryContext } from './context.ts';
export { createIntakeDirectory } from './create-intake-directory.ts';
export { createTenantDirectory } from './create-tenant-directory.ts';
export { type InstallationUpstreams, installationUpstreams } from './installation.ts';
export { openDirectory } from './open-directory.ts';
