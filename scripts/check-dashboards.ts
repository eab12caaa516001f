import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Finding } from './checks/finding.ts';
import { readMetricsPage } from './checks/read-metrics-page.ts';
import { readPromql } from './checks/read-promql.ts';

const dashboard = 'ops/grafana/tandem.json';
const alerts = 'ops/prometheus/alerts.yaml';
const metricsPage = 'docs/metrics.md';
const runbook = 'docs/runbook.md';
/** Prometheus itself adds them to what it scrapes. */
const scrapeLabels = ['job', 'instance'];

interface Context {
  root: string;
  /** Each metric with its labels, as docs/metrics.md has them, which a test holds against the processes. */
  metrics: ReadonlyMap<string, readonly string[]>;
}

/** Every query of the dashboard and the alerts parses and asks for what there is; every alert has its section of the runbook. */
export function checkDashboards(input: { root: string }): Finding[] {
  const { root } = input;
  if (!existsSync(join(root, dashboard))) return [];
  const context = { root, metrics: readMetricsPage(read(root, metricsPage)) };
  return [...checkDashboard(context), ...checkAlerts(context)];
}

function checkDashboard(context: Context): Finding[] {
  const { panels }: { panels: { title: string; targets?: { expr: string }[] }[] } = JSON.parse(
    read(context.root, dashboard),
  );
  const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
  const asked = new Set(
    queries.flatMap(({ expr }) => readPromql(expr).metrics.map((name) => nameOf(context, name))),
  );
  const unseen = [...context.metrics.keys()].filter((name) => name.startsWith('tandem_') && !asked.has(name));
  return [
    ...queries.flatMap(({ title, expr }) => checkQuery(context, { file: dashboard, where: title, expr })),
    ...unseen.map((name) => ({
      file: dashboard,
      problem: `shows nothing of ${name}`,
      cure: 'add a panel, or drop the metric',
    })),
  ];
}

interface Rule {
  alert: string;
  expr: string;
  annotations: { runbook?: string };
}

function checkAlerts(context: Context): Finding[] {
  const { groups }: { groups: { rules: Rule[] }[] } = parse(read(context.root, alerts));
  const rules = groups.flatMap((group) => group.rules);
  const sections = [...read(context.root, runbook).matchAll(/^## (\w+)$/gm)].map(([, name]) => name ?? '');
  return [
    ...rules.flatMap(({ alert, expr }) => checkQuery(context, { file: alerts, where: alert, expr })),
    ...rules
      .filter(
        ({ alert, annotations }) =>
          annotations.runbook !== `${runbook}#${alert.toLowerCase()}` || !sections.includes(alert),
      )
      .map(({ alert }) => ({
        file: alerts,
        problem: `${alert} names no section of its own in ${runbook}`,
        cure: `add "## ${alert}" there and runbook: ${runbook}#${alert.toLowerCase()} here`,
      })),
    ...sections
      .filter((section) => !rules.some(({ alert }) => alert === section))
      .map((section) => ({ file: runbook, problem: `${section} is no alert`, cure: 'drop the section' })),
  ];
}

function checkQuery(context: Context, input: { file: string; where: string; expr: string }): Finding[] {
  const { file, where, expr } = input;
  const query = readPromql(expr);
  if (!query.parses) return [{ file, problem: `${where}: does not parse: ${expr}`, cure: 'write PromQL' }];
  const names = query.metrics.map((name) => nameOf(context, name));
  const unknown = names.filter((name) => name !== 'up' && !context.metrics.has(name));
  const labels = [...scrapeLabels, 'le', ...names.flatMap((name) => context.metrics.get(name) ?? [])];
  const foreign = query.labels.filter((label) => !labels.includes(label));
  return [
    ...unknown.map((name) => ({
      file,
      problem: `${where}: no process shows ${name}`,
      cure: `use a metric of ${metricsPage}`,
    })),
    ...foreign.map((label) => ({
      file,
      problem: `${where}: nothing asked for has the label ${label}`,
      cure: `use a label of ${metricsPage}`,
    })),
  ];
}

/** The metric behind a series of a histogram. */
function nameOf({ metrics }: Context, series: string): string {
  const name = series.replace(/_(bucket|sum|count)$/, '');
  return !metrics.has(series) && metrics.has(name) ? name : series;
}

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');
