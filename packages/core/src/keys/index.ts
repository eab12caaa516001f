export { createKey } from './create-key.ts';
export { describeCaller } from './describe-caller.ts';
export { listKeys } from './list-keys.ts';
export { revokeKey } from './revoke-key.ts';
export { rotateKey } from './rotate-key.ts';
