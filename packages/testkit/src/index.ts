export * from './database.ts';
export * from './tenants.ts';
export * from './test-clock.ts';
