export { changeFeed } from './change-feed.ts';
export type { CacheSpec, DirectoryContext } from './context.ts';
export { createIntakeDirectory } from './create-intake-directory.ts';
export { createTenantDirectory } from './create-tenant-directory.ts';
export { type InstallationUpstreams, installationUpstreams } from './installation.ts';
