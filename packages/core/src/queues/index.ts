export type { LaneState } from './lane-state.ts';
export { listQueues } from './list-queues.ts';
export { viewLanes } from './view-lanes.ts';
