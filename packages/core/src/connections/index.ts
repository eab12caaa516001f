export { getConnections } from './get-connections.ts';
export { putConnections } from './put-connections.ts';
export { rotateSecret } from './rotate-secret.ts';
