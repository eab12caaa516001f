export { decideOwner } from './decide-owner.ts';
export { handOver, release } from './hand-over.ts';
export type { OwnerDecision, OwnerEvent, OwnerRules } from './owner-events.ts';
export { rulesOf } from './rules-of.ts';
