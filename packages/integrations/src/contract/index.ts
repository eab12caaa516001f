export * from './budget.ts';
export * from './channel.ts';
export * from './engine.ts';
export * from './upstream-error.ts';
export * from './webhook.ts';
