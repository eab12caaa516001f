export { decideOwner, type OwnerDecision } from './decide-owner.ts';
export { handOver, release } from './hand-over.ts';
