export { carryReseal, type ResealContext } from './carry-reseal.ts';
export { getSecrets } from './get-secrets.ts';
export { startReseal } from './start-reseal.ts';
