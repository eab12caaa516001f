export { getConfig } from './get-config.ts';
export { putConfig } from './put-config.ts';
