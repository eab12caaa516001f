import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const log = createLogger(
    { name: 'test', level: 'info' },
    { write: (line: string) => void lines.push(line) },
  );
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

it('writes one JSON line with the level by name', () => {
  const { log, last } = capture();
  log.info({ tenantId: 't1', durationMs: 12 }, 'turn ended');
  expect(last()).toMatchObject({ level: 'info', tenantId: 't1', durationMs: 12, msg: 'turn ended' });
});

it('empties keys that sound like a secret, at any depth and in child loggers', () => {
  const { log, text } = capture();
  log.info(
    { botToken: 'hunter2', settings: { webhookSecrets: ['hunter2'], list: [{ Authorization: 'hunter2' }] } },
    'x',
  );
  log.child({ apiKey: 'hunter2' }).info({}, 'y');
  expect(text()).not.toContain('hunter2');
  expect(text()).toContain('[redacted]');
});

it('keeps what MySQL quotes of a row out, also when it is a cause', () => {
  const { log, text, last } = capture();
  const refused = Object.assign(new Error("Duplicate entry 'hunter2' for key 'email'"), {
    code: 'ER_DUP_ENTRY',
    sqlState: '23000',
    sql: "insert into users values ('hunter2')",
    sqlMessage: "Duplicate entry 'hunter2'",
  });
  log.error({ err: new Error('could not store', { cause: refused }) }, 'failed');
  expect(last().err.cause).toMatchObject({ message: 'MySQL refused: ER_DUP_ENTRY', code: 'ER_DUP_ENTRY' });
  log.error({ error: refused }, 'failed');
  expect(text()).not.toContain('hunter2');
});
