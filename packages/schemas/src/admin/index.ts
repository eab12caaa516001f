export * from './config.ts';
export * from './connections.ts';
export * from './keys.ts';
export * from './messages.ts';
export * from './sessions.ts';
export * from './sync-runs.ts';
export * from './tenants.ts';
export * from './users.ts';
