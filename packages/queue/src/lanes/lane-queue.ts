import { type LaneKey, zLaneKey } from '@tandem/schemas';

/** Where the wake-ups of lanes lie in Redis. The same on the waking and the working side. */
export interface LaneQueueOptions {
  /** Begins every key: `tandem` gives `{tandem-lanes-0}:…`. Default `tandem`. */
  prefix?: string;
  /** Parts the lanes are spread over, for Redis Cluster; both directions of a session share one. Default 1. */
  shards?: number;
}

/** The queue of BullMQ in which wakes wait for their time. */
export const laneQueueName = 'wakes';

/** What every key of one shard begins with; the braces keep them in one hash slot. */
export const laneQueuePrefix = (prefix: string, shard: number): string => `{${prefix}-lanes-${shard}}`;

/** The sorted set of the lanes that wait for a worker, by since when: milliseconds since 1970, of the clock of who waked. */
export const readyLanesKey = (prefix: string, shard: number): string =>
  `${laneQueuePrefix(prefix, shard)}:ready`;

/** The lane as text for members and job ids: joined with dots, as BullMQ splits ids at colons. */
export const laneId = (lane: LaneKey): string =>
  `${lane.tenantId}.${lane.connectionId}.${lane.conversationId}.${lane.direction}`;

/** The lane that `laneId` wrote; null for anything else. */
export const laneOf = (id: string): LaneKey | null => {
  const [tenantId, connectionId, conversationId, ...direction] = id.split('.');
  const lane = zLaneKey.safeParse({
    tenantId,
    connectionId,
    conversationId: Number(conversationId),
    direction: direction.join('.'),
  });
  return lane.success ? lane.data : null;
};

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
