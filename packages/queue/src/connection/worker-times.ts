/**
 * How BullMQ workers time things, in ms (`drainDelay`: s). A killed worker's job is lost to its lock for 8 s and
 * is found by a check every 4 s. Stalling often is no fault of the job: its worker was killed, so it is not failed.
 */
export const workerTimes = {
  lockDuration: 8000,
  stalledInterval: 4000,
  maxStalledCount: 50,
  runRetryDelay: 500,
  drainDelay: 5,
};
