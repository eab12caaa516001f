export * from './budget.ts';
export * from './channel.ts';
export * from './engine.ts';
export * from './engine-admin.ts';
export * from './engine-cloud.ts';
export * from './set-up.ts';
export * from './upstream-error.ts';
export * from './webhook.ts';
