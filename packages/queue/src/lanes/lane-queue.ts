import type { LaneKey } from '@tandem/schemas';

/** Where the wake-ups of lanes lie in Redis. The same on the waking and the working side. */
export interface LaneQueueOptions {
  /** Begins every key: `tandem` gives `{tandem-lanes-0}:wakes:…`. Default `tandem`. */
  prefix?: string;
  /** Queues the lanes are spread over, for Redis Cluster; both directions of a session share one. Default 1. */
  shards?: number;
}

export const laneQueueName = 'wakes';

/** BullMQ's key prefix of one shard; the braces keep all keys of a shard in one hash slot. */
export const laneQueuePrefix = (prefix: string, shard: number): string => `{${prefix}-lanes-${shard}}`;

/** The lane as text for job and deduplication ids: joined with dots, as BullMQ splits ids at colons. */
export const laneId = (lane: LaneKey): string =>
  `${lane.tenantId}.${lane.connectionId}.${lane.conversationId}.${lane.direction}`;

/** FNV-1a over what names the session, so that both of its lanes meet in one shard. */
export const laneShard = (lane: LaneKey, shards: number): number => {
  if (shards === 1) return 0;
  const session = `${lane.tenantId}.${lane.connectionId}.${lane.conversationId}`;
  let hash = 0x811c9dc5;
  for (let index = 0; index < session.length; index += 1) {
    hash = Math.imul(hash ^ session.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
};
