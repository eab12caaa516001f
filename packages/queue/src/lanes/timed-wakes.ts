import type { LaneKey } from '@tandem/schemas';
import { addDelayedJob } from 'bullmq/dist/esm/scripts/addDelayedJob-6.js';
import { defineScript, type RunScriptInput } from '../connection/run-script.ts';
import { laneId, laneQueueName } from './lane-queue.ts';

/** A lane to be waked when its time has come. */
export interface TimedWake {
  lane: LaneKey;
  /** Milliseconds since 1970. */
  atMs: number;
  /** How long that is from now, more than 0. */
  delayMs: number;
}

/** One for each time of a lane, as BullMQ passes by a job whose id is there. */
export const timedWakeId = ({ lane, atMs }: Pick<TimedWake, 'lane' | 'atMs'>): string =>
  `at.${atMs}.${laneId(lane)}`;

/**
 * BullMQ's own script for adding a delayed job, run for a whole batch in one command. `Queue.addBulk` costs 55–100 µs of our CPU
 * a job (a Job object, two msgpack encodings, a pipelined command and its promise); this costs about 12 in batches, and what
 * lies in Redis is the same.
 */
const addTimedWakes = defineScript(`
local function addLater(KEYS, ARGV)
${addDelayedJob.content}
end
local prefix, timestamp = ARGV[1], tonumber(ARGV[2])
redis.call('HSETNX', KEYS[2], 'opts.maxLenEvents', 100)
for i = 3, #ARGV, 3 do
  addLater(KEYS, {
    cmsgpack.pack({ prefix, ARGV[i], 'wake', timestamp }),
    ARGV[i + 2],
    cmsgpack.pack({ attempts = 1, removeOnComplete = true, removeOnFail = true, delay = tonumber(ARGV[i + 1]) }),
  })
end
return 1
`);

const keyTypes = ['marker', 'meta', 'id', 'delayed', 'completed', 'events'];

/** The command that adds `wakes` to the shard whose prefix is given. */
export const addTimedWakesCommand = (queuePrefix: string, wakes: readonly TimedWake[]): RunScriptInput => {
  const base = `${queuePrefix}:${laneQueueName}:`;
  const args: (string | number)[] = [base, Date.now()];
  for (const wake of wakes) args.push(timedWakeId(wake), wake.delayMs, laneData(wake.lane));
  return { script: addTimedWakes, keys: keyTypes.map((type) => base + type), args };
};

const laneData = ({ tenantId, connectionId, conversationId, direction }: LaneKey): string =>
  JSON.stringify({ tenantId, connectionId, conversationId, direction });
