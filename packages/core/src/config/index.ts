export { configHistory } from './config-history.ts';
export { configVersion } from './config-version.ts';
export { diffConfig } from './diff-config.ts';
export { getConfig } from './get-config.ts';
export { putConfig } from './put-config.ts';
export { rollbackConfig } from './rollback-config.ts';
