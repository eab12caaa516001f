import type { StoredEntry, SyncEntryResult } from '@tandem/db';
import { fillConfig, type StoredConfig, type TenantId } from '@tandem/schemas';
import { entryBytes, fitMessage } from '../knowledge/fit-message.ts';
import { tenantContext } from '../routing/tenant-context.ts';

interface Carried {
  tenantId: TenantId;
  dialect: string;
  config: StoredConfig;
  configVersion: number;
  knowledge: readonly StoredEntry[];
  now: Date;
}

/**
 * What a dialect that carries everything in every request has of a tenant: nothing is to be uploaded, but not everything
 * may fit (product page §5.3: 8 KB of context, 32 KB of knowledge). Pure.
 */
export function checkCarried(input: Carried): SyncEntryResult[] {
  const { dialect, knowledge } = input;
  const bytes = knowledge.map(entryBytes);
  const leftOut = knowledge.length - fitMessage(bytes, bytes.keys()).length;
  const ranked = `one of those ranked by the message: not all ${knowledge.length} fit 32 KB`;
  const how = leftOut === 0 ? 'with every request' : ranked;
  const entries = knowledge.map(
    (entry): SyncEntryResult =>
      fits(entry)
        ? { key: `knowledge/${entry.id}`, outcome: 'unchanged', reason: `${dialect} carries it, ${how}` }
        : {
            key: `knowledge/${entry.id}`,
            outcome: 'failed',
            reason: 'larger than 32 KB: it can never be carried',
          },
  );
  return [checkConfig(input), ...entries];
}

function checkConfig({ tenantId, dialect, configVersion, now, ...rest }: Carried): SyncEntryResult {
  const config = fillConfig(rest.config);
  const context = tenantContext({ tenantId, configVersion, config, now });
  const isCut = context.systemPrompt !== config.systemPrompt;
  const whole = `${dialect} carries it with every request`;
  const reason = isCut ? `${whole}, its systemPrompt cut to fit 8 KB` : whole;
  return { key: 'config', outcome: 'unchanged', reason };
}

const fits = (entry: StoredEntry): boolean => fitMessage([entryBytes(entry)], [0]).length === 1;
