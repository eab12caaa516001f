import type { LaneKey, TenantId } from '@tandem/schemas';

interface TakeFairly {
  /** Lanes with work, the longest waiting first, of all tenants but those. */
  find(limit: number, except: readonly TenantId[]): Promise<LaneKey[]>;
  limit: number;
}

/** The part of a batch that one tenant may fill. */
const tenantShare = 1 / 4;

/** A batch of lanes of which one tenant fills a quarter at most, however long its backlog is. */
export async function takeFairly({ find, limit }: TakeFairly): Promise<LaneKey[]> {
  const ofTenantMax = Math.max(1, Math.floor(limit * tenantShare));
  const taken = new Map<string, LaneKey>();
  const counts = new Map<TenantId, number>();
  const full = new Set<TenantId>();
  for (let isMore = true; isMore && taken.size < limit; ) {
    const lanes = await find(limit, [...full]);
    const fullBefore = full.size;
    for (const lane of lanes) {
      const id = `${lane.tenantId}.${lane.connectionId}.${lane.conversationId}.${lane.direction}`;
      const count = counts.get(lane.tenantId) ?? 0;
      if (taken.has(id) || taken.size >= limit) continue;
      if (count >= ofTenantMax) {
        full.add(lane.tenantId);
        continue;
      }
      taken.set(id, lane);
      counts.set(lane.tenantId, count + 1);
    }
    isMore = lanes.length === limit && full.size > fullBefore;
  }
  return [...taken.values()];
}
