export { decideOwner, type OwnerDecision } from './decide-owner.ts';
export { release } from './release.ts';
