export * from './actor.ts';
export * from './base-url.ts';
export * from './config.ts';
export * from './environment.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './message.ts';
