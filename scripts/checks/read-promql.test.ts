import { expect, it } from 'vitest';
import { readPromql } from './read-promql.ts';

it('reads the metrics and labels of a query', () => {
  const query =
    'sum by (le, job) (rate(a_bucket{kind!~"x|y"}[$__rate_interval])) / on (job) group_left b > 0.5';
  expect(readPromql(query)).toEqual({
    parses: true,
    metrics: ['a_bucket', 'b'],
    labels: ['le', 'job', 'kind', 'job'],
  });
});

it.each(['sum(rate(a{b="c"[5m]))', 'rate(a)[', 'a{b=}'])('knows that %s is no query', (query) => {
  expect(readPromql(query).parses).toBe(false);
});
