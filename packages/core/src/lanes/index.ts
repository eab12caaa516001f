export type { LaneContext, LaneLog, TenantDirectory, TenantView } from './context.ts';
export { runLane } from './run-lane.ts';
export { sweepLanes } from './sweep-lanes.ts';
