import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openPlatform, type Platform } from './open-platform.ts';

const path = resolve(import.meta.dirname, '../docs/metrics.md');

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
}, 60_000);
afterAll(async () => await platform?.close());

/** prom-client keeps the labels of a metric, which its types do not tell. */
const zMetric = z.object({
  name: z.string(),
  type: z.string(),
  help: z.string(),
  labelNames: z.array(z.string()),
});
type Metric = z.output<typeof zMetric>;

function shown(): (Metric & { by: string })[] {
  const of = (process: 'api' | 'worker') =>
    z.array(zMetric).parse(platform.registries[process].getMetricsAsArray());
  const [api, worker] = [of('api'), of('worker')];
  const names = [...new Set([...api, ...worker].map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const inApi = api.find((one) => one.name === name);
    const inWorker = worker.find((one) => one.name === name);
    const metric = inApi ?? inWorker;
    return metric ? [{ ...metric, by: inApi && inWorker ? 'both' : inApi ? 'api' : 'worker' }] : [];
  });
}

const rowOf = ({ name, type, labelNames, by, help }: Metric & { by: string }): string =>
  `| \`${name}\` | ${type} | ${labelNames.map((label) => `\`${label}\``).join(' ')} | ${by} | ${help} |`;

it('are listed in docs/metrics.md as the processes show them', () => {
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `tandem_'));
  expect(rows).toEqual(
    shown()
      .filter(({ name }) => name.startsWith('tandem_'))
      .map(rowOf),
  );
});

it('of Node that are listed there are shown by both', () => {
  const rows = readFileSync(path, 'utf8').matchAll(/^\| `((?:nodejs|process)_[a-z0-9_]+)` \|/gm);
  const names = [...rows].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(0);
  const both = shown()
    .filter(({ by }) => by === 'both')
    .map(({ name }) => name);
  expect(names.filter((name) => !both.includes(name))).toEqual([]);
});

it('name no tenant, conversation or message in their labels', () => {
  const labels = new Set(shown().flatMap(({ labelNames }) => labelNames));
  expect(
    [...labels].filter((label) => /tenant|conversation|message|session|contact|id$|host|url/.test(label)),
  ).toEqual([]);
});
