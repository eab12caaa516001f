import type { AcceptFigures } from './sections/accept-ratio.ts';
import type { FloodFigures } from './sections/flood.ts';
import type { ImportFigures } from './sections/knowledge-import.ts';
import type { OnboardingFigures } from './sections/onboarding.ts';
import type { SyncFigures } from './sections/sync.ts';
import type { TenantCountFigures } from './sections/tenant-count.ts';
import type { TurnsFigures } from './sections/turns.ts';

export interface Figures {
  accepts?: AcceptFigures;
  turns?: { withRedis: TurnsFigures; withoutRedis: TurnsFigures };
  tenants?: TenantCountFigures;
  flood?: FloodFigures;
  sync?: SyncFigures;
  import?: ImportFigures;
  onboarding?: OnboardingFigures;
}

/** The figures as a table, each with what it has to reach. */
export function printFigures(figures: Figures): string {
  const { accepts, turns, tenants, flood, sync, onboarding } = figures;
  const rows: [string, string, string][] = [['what', 'measured', 'at least']];
  if (accepts) {
    const { acceptsPerSecond, barePerSecond, ratio, ackAt1000, apiResidentMb } = accepts;
    rows.push([
      'durable accepts ÷ bare server',
      `${ratio.toFixed(2)}  (${rate(acceptsPerSecond)} ÷ ${rate(barePerSecond)})`,
      '0.35',
    ]);
    rows.push([
      'p99 of the ack at 1,000/s offered',
      `${ackAt1000.p99Ms.toFixed(1)} ms  (p50 ${ackAt1000.p50Ms.toFixed(1)} ms)`,
      '≤ 50 ms',
    ]);
    rows.push(['api resident memory after it', `${apiResidentMb} MB`, '≤ 250 MB']);
  }
  if (turns) {
    rows.push([
      'complete turns',
      `${rate(turns.withRedis.perSecond)}  (p50 ${Math.round(turns.withRedis.p50Ms)} ms)`,
      '200/s',
    ]);
    rows.push([
      'complete turns, Redis stopped',
      `${rate(turns.withoutRedis.perSecond)}  (p50 ${Math.round(turns.withoutRedis.p50Ms)} ms)`,
      '50/s',
    ]);
  }
  if (tenants) {
    const { few, many, ratio, apiResidentMb } = tenants;
    rows.push([
      'accepts with 100,000 tenants ÷ 10',
      `${ratio.toFixed(2)}  (${rate(many.perSecond)} ÷ ${rate(few.perSecond)})`,
      '0.9',
    ]);
    rows.push(['api resident memory, 100,000 tenants', `${apiResidentMb} MB`, '≤ 250 MB']);
  }
  if (flood) {
    const { alone, flooded, ratio, busiest, limits } = flood;
    rows.push([
      'p99 turn of others, one floods ÷ alone',
      `${ratio.toFixed(2)}  (${Math.round(flooded.p99Ms)} ÷ ${Math.round(alone.p99Ms)} ms)`,
      '< 1.5',
    ]);
    rows.push([
      'busiest minute: host, conversation, bot',
      `${busiest.host}, ${busiest.conversation}, ${busiest.bot}`,
      `≤ ${limits.host}, ${limits.conversation}, ${limits.bot}`,
    ]);
  }
  if (sync) {
    const { tenants: count, seconds, upstreamRequests } = sync;
    rows.push([
      `sync of ${count.toLocaleString('en')} unchanged tenants`,
      `${seconds.toFixed(1)} s  (${upstreamRequests} upstream requests)`,
      '≤ 20 s, 0 requests',
    ]);
  }
  if (figures.import) rows.push(...importRows(figures.import));
  if (onboarding) rows.push(...onboardingRows(onboarding));
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      ([what, measured, least]) =>
        `${what.padEnd(widths[0] ?? 0)}  ${measured.padEnd(widths[1] ?? 0)}  ${least}\n`,
    )
    .join('');
}

function importRows(figures: ImportFigures): [string, string, string][] {
  const { entries, fileMb, seconds, mergeSeconds, apiCpuSeconds, apiRoseMb, cliRoseMb } = figures;
  const cpu = apiCpuSeconds === null ? '' : `  (api: ${apiCpuSeconds.toFixed(1)} s of a processor)`;
  const twice = `${seconds.toFixed(1)} s, half of it changed ${mergeSeconds.toFixed(1)} s${cpu}`;
  return [
    [
      `${entries.toLocaleString('en')} entries from ${fileMb.toFixed(0)} MB of CSV, CLI to commit`,
      twice,
      '≤ 30 s',
    ],
    [
      'memory it takes: api, CLI',
      `${Math.round(apiRoseMb)} MB, ${Math.round(cliRoseMb)} MB`,
      '≤ 200 MB each',
    ],
  ];
}

function onboardingRows(figures: OnboardingFigures): [string, string, string][] {
  const { tenants, complete, odd, seconds, requestsPerTenant } = figures;
  const names = Object.entries(odd).map(([name, difference]) => `${name} ${difference}`);
  const [first = 0, second = 0, third = 0, again = 0] = seconds.map(Math.round);
  return [
    ['tenants onboarded from CSV, killed twice', `${complete} of ${tenants}`, 'all'],
    ['doubled or missing at the upstreams or here', names.length === 0 ? '0' : names.join(', '), '0'],
    ['its runs', `${first} s, ${second} s, ${third} s; once more, all done: ${again} s`, ''],
    ['Chatwoot requests a tenant, all four runs', requestsPerTenant.toFixed(1), ''],
  ];
}

const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`;
