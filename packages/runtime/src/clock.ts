/** The time, given from outside so that tests set it. Leases alone use the database's. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
