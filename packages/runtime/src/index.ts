export * from './clock.ts';
export * from './new-id.ts';
