import { addDelayedJob } from 'bullmq/dist/esm/scripts/addDelayedJob-6.js';
import { addStandardJob } from 'bullmq/dist/esm/scripts/addStandardJob-9.js';
import { defineScript, type RunScriptInput } from '../connection/run-script.ts';
import { laneQueueName } from './lane-queue.ts';

/** One job to add. */
export interface WakeJob {
  id: string;
  /** Lanes waked at once share this id; null for those under an id of their own. */
  dedupeId: string | null;
  /** 0: now. */
  delayMs: number;
  /** JSON of the payload. */
  data: string;
}

/**
 * BullMQ's own two scripts for adding a job, run for a whole batch in one command. `Queue.addBulk` honours
 * `deduplication` for each job too, but costs 55–100 µs of our CPU a job (a Job object, two msgpack encodings,
 * a pipelined command and its promise); this costs about 12 in batches, and what lies in Redis is the same. A wake
 * whose lane waits already is passed over before BullMQ's script would come to the same end at six times the cost.
 */
const addWakes = defineScript(`
local function addNow(KEYS, ARGV)
${addStandardJob.content}
end
local function addLater(KEYS, ARGV)
${addDelayedJob.content}
end
local wait, paused, meta, id, completed, delayed, active, events, marker =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local prefix, timestamp = ARGV[1], tonumber(ARGV[2])
local function waits(dedupeId)
  local job = redis.call('GET', prefix .. 'de:' .. dedupeId)
  return job and redis.call('EXISTS', prefix .. job) == 1 and not redis.call('LPOS', active, job)
end
redis.call('HSETNX', meta, 'opts.maxLenEvents', 100)
for i = 3, #ARGV, 4 do
  local jobId, dedupeId, delayMs, data = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  local opts = { attempts = 1, removeOnComplete = true, removeOnFail = true }
  local args = { prefix, jobId, 'wake', timestamp }
  if dedupeId ~= '' then
    opts['de'] = { id = dedupeId, keepLastIfActive = true }
    args[9] = prefix .. 'de:' .. dedupeId
  end
  if delayMs > 0 then
    opts['delay'] = delayMs
    addLater({ marker, meta, id, delayed, completed, events },
      { cmsgpack.pack(args), data, cmsgpack.pack(opts) })
  elseif dedupeId == '' or not waits(dedupeId) then
    addNow({ wait, paused, meta, id, completed, delayed, active, events, marker },
      { cmsgpack.pack(args), data, cmsgpack.pack(opts) })
  end
end
return 1
`);

const keyTypes = ['wait', 'paused', 'meta', 'id', 'completed', 'delayed', 'active', 'events', 'marker'];

/** The command that adds `jobs` to the shard whose BullMQ prefix is given. */
export const wakeCommand = (queuePrefix: string, jobs: Iterable<WakeJob>): RunScriptInput => {
  const base = `${queuePrefix}:${laneQueueName}:`;
  const args: (string | number)[] = [base, Date.now()];
  for (const job of jobs) args.push(job.id, job.dedupeId ?? '', job.delayMs, job.data);
  return { script: addWakes, keys: keyTypes.map((type) => base + type), args };
};
