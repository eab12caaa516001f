import { parser } from '@prometheus-io/lezer-promql';

/** What a query asks for. */
export interface PromQuery {
  /** False: it does not parse. */
  parses: boolean;
  metrics: string[];
  /** In matchers and groupings. */
  labels: string[];
}

/** Reads one query of PromQL; Grafana's own variables for ranges are taken for five minutes. */
export function readPromql(expression: string): PromQuery {
  const text = expression.replaceAll(/\$__(rate_interval|interval|range)\b/g, '5m');
  const query: PromQuery = { parses: true, metrics: [], labels: [] };
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) query.parses = false;
      if (type.name === 'Identifier') query.metrics.push(text.slice(from, to));
      if (type.name === 'LabelName') query.labels.push(text.slice(from, to));
    },
  });
  return query;
}
