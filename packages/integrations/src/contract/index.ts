export * from './channel.ts';
export * from './engine.ts';
export * from './set-up.ts';
export * from './upstream-error.ts';
export * from './webhook.ts';
