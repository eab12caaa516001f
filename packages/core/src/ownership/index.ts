export { decideOwner } from './decide-owner.ts';
export type { OwnerEvent, OwnerRules } from './owner-events.ts';
export { release } from './release.ts';
export { rulesOf } from './rules-of.ts';
