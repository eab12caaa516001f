import { afterEach, expect, it } from 'vitest';
import { checkDashboards } from './check-dashboards.ts';
import { makeTree } from './checks/test/make-tree.ts';

const trees: { remove: () => void }[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});

const page =
  '| metric | type | labels | of | what |\n|---|---|---|---|---|\n| `tandem_a` | counter | `kind` | api | A. |\n';
const rule = (expr: string, runbook = 'docs/runbook.md#alarm') =>
  `groups: [{ rules: [{ alert: Alarm, expr: '${expr}', annotations: { runbook: '${runbook}' } }] }]`;

function problems(over: { expr?: string; rule?: string; runbook?: string } = {}): string[] {
  const { expr = 'sum by (kind, job) (rate(tandem_a[5m]))' } = over;
  const tree = makeTree({
    'docs/metrics.md': page,
    'docs/runbook.md': over.runbook ?? '# Runbook\n\n## Alarm\n\nDo it.\n',
    'ops/grafana/tandem.json': JSON.stringify({ panels: [{ title: 'P', targets: [{ expr }] }] }),
    'ops/prometheus/alerts.yaml': over.rule ?? rule('tandem_a > 1'),
  });
  trees.push(tree);
  return checkDashboards(tree).map(({ problem }) => problem);
}

it('lets through what asks for what there is', () => {
  expect(problems()).toEqual([]);
});

it.each([
  ['a metric that is not there', { rule: rule('tandem_b > 1') }, 'Alarm: no process shows tandem_b'],
  [
    'a label that is not there',
    { rule: rule('tandem_a{tenant="x"} > 1') },
    'Alarm: nothing asked for has the label tenant',
  ],
  ['what does not parse', { rule: rule('tandem_a{') }, 'Alarm: does not parse: tandem_a{'],
  ['a metric that no panel shows', { expr: 'up' }, 'shows nothing of tandem_a'],
  [
    'an alert without a section',
    { runbook: '# Runbook\n' },
    'Alarm names no section of its own in docs/runbook.md',
  ],
  [
    'an alert that names another',
    { rule: rule('tandem_a > 1', 'x') },
    'Alarm names no section of its own in docs/runbook.md',
  ],
  ['a section without an alert', { runbook: '## Alarm\n\n## Other\n' }, 'Other is no alert'],
])('names %s', (_what, over, problem) => {
  expect(problems(over)).toEqual([problem]);
});
