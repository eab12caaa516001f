import type { LaneContext, TenantDirectory, TenantView } from '@tandem/core/lanes';
import { type Database, isStoreOutage } from '@tandem/db';
import type { Integrations } from '@tandem/integrations/contract';
import { newId } from '@tandem/runtime';
import type { KnowledgeEntry, LaneKey } from '@tandem/schemas';
import type { TestClock } from './test-clock.ts';

/** The tenants of a test as lanes see them; everything may be changed between runs. */
export interface TestTenants {
  views: TenantView[];
  knowledge: KnowledgeEntry[];
}

export interface RecordedLog {
  level: 'info' | 'warn' | 'error';
  message: string;
  fields: Record<string, unknown>;
}

export interface RecordingLaneContext extends LaneContext {
  /** What was woken, with the time of those that are to be woken later. */
  wakes: { lane: LaneKey; at: Date | null }[];
  /** What was put off, and until when. */
  postponed: { name: string; at: Date; work: () => Promise<void> }[];
  /** Does what is due of it. */
  runPostponed(): Promise<void>;
  attempts: Parameters<LaneContext['recordAttempt']>[0][];
  logs: RecordedLog[];
}

/** The context of lanes with a set clock, and with chance standing at the middle. */
export function createLaneContext(input: {
  database: Database;
  integrations: Integrations;
  tenants: TestTenants;
  clock: TestClock;
  worker?: string;
  leaseMs?: number;
}): RecordingLaneContext {
  const wakes: RecordingLaneContext['wakes'] = [];
  const postponed: RecordingLaneContext['postponed'] = [];
  const attempts: RecordingLaneContext['attempts'] = [];
  const logs: RecordedLog[] = [];
  const write = (level: RecordedLog['level']) => (fields: Record<string, unknown>, message: string) =>
    void logs.push({ level, message, fields });
  return {
    database: input.database,
    integrations: input.integrations,
    directory: createTestDirectory(input.tenants),
    recordAttempt: (attempt) => void attempts.push(attempt),
    wake: (lanes) => void wakes.push(...lanes.map((lane) => ({ lane, at: null }))),
    wakeAt: (lane, at) => void wakes.push({ lane, at }),
    postpone: (name, at, work) => void postponed.push({ name, at, work }),
    spare: (name) => {
      const index = postponed.findIndex((one) => one.name === name);
      if (index >= 0) postponed.splice(index, 1);
    },
    isPutOff: (name) => postponed.some((one) => one.name === name),
    now: () => input.clock.now(),
    random: () => 0.5,
    newId,
    isStoreOutage,
    worker: input.worker ?? 'test-worker',
    leaseMs: input.leaseMs ?? 12_000,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    wakes,
    postponed,
    runPostponed: async () => {
      const now = input.clock.now();
      const due = postponed.filter(({ at }) => at <= now);
      for (const one of due) {
        postponed.splice(postponed.indexOf(one), 1);
        await one.work();
      }
    },
    attempts,
    logs,
  };
}

function createTestDirectory(tenants: TestTenants): TenantDirectory {
  const view = async (tenantId: string) => tenants.views.find((one) => one.tenantId === tenantId) ?? null;
  return {
    view,
    knowledge: async () => tenants.knowledge,
    channelSettings: async (tenantId, connectionId) => {
      const channel = (await view(tenantId))?.channel;
      return channel?.connectionId === connectionId ? channel.settings : null;
    },
  };
}
