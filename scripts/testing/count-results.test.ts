import { expect, it } from 'vitest';
import { closingLine, countResults } from './count-results.ts';

const report = (fields: object) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...fields,
  });

it.each([
  ['all passed', report({}), 0, '3 passed, 0 failed'],
  ['some failed', report({ numFailedTests: 2 }), 1, '3 passed, 2 failed'],
  ['skipped and todo', report({ numPendingTests: 1, numTodoTests: 1 }), 0, '3 passed, 0 failed, 2 skipped'],
  [
    'a file that broke before its tests',
    report({ testResults: [{ status: 'failed', name: 'a', assertionResults: [] }] }),
    1,
    '3 passed, 1 failed',
  ],
  ['an error outside of tests', report({}), 1, '3 passed, 1 failed'],
  ['no report', null, 1, '0 passed, 1 failed'],
])('counts %s', (_name, text, exitCode, line) => {
  expect(closingLine(countResults({ report: text, exitCode }))).toBe(line);
});
