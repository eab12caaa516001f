export { type ClosedStretch, closedStretch } from './closed-stretch.ts';
export { isOpen } from './is-open.ts';
export type { BusinessHours } from './open-intervals.ts';
