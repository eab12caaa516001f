import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const entry = new URL('./run-main.ts', import.meta.url).href;
const configError = new URL('./config-error.ts', import.meta.url).href;

it('ends a command with 0 after closing what it opened', async () => {
  const { code, output } = await run(
    `({ resources }) => {
    resources.defer('thing', () => console.log('closed'));
  }`,
    { kind: 'command' },
  );
  expect({ code, output }).toEqual({ code: 0, output: 'closed\n' });
});

it('prints an unusable configuration for people and ends with 2', async () => {
  const { code, errors } = await run(`() => { throw new ConfigError(['PORT is missing']); }`, {
    kind: 'service',
  });
  expect(code).toBe(2);
  expect(errors).toBe('The configuration is not usable:\n  - PORT is missing\n');
});

it('logs any other failure, closes and ends with 1', async () => {
  const { code, output } = await run(
    `({ resources }) => {
    resources.defer('thing', () => console.log('closed'));
    throw new Error('no luck');
  }`,
    { kind: 'service' },
  );
  expect(code).toBe(1);
  expect(output).toContain('no luck');
  expect(output).toContain('closed');
});

it('closes a service on SIGTERM and ends with 0', async () => {
  const { code, output } = await run(
    `({ resources }) => {
    const timer = setInterval(() => {}, 1000);
    resources.defer('timer', () => { clearInterval(timer); console.log('closed'); });
    console.log('ready');
  }`,
    { kind: 'service' },
    'SIGTERM',
  );
  expect(code).toBe(0);
  expect(output).toContain('closed');
});

it('ends with 1 when closing takes longer than allowed', async () => {
  const { code, output } = await run(
    `({ resources }) => {
    const timer = setInterval(() => {}, 1000);
    resources.defer('stuck', () => new Promise(() => {}));
    console.log('ready');
  }`,
    { kind: 'service', closeTimeoutMs: 50 },
    'SIGINT',
  );
  expect(code).toBe(1);
  expect(output).toContain('closing took too long');
});

it('logs a rejection nobody handles and ends with 1', async () => {
  const { code, output } = await run(
    `() => { setInterval(() => {}, 1000); Promise.reject(new Error('lost')); }`,
    { kind: 'service' },
  );
  expect(code).toBe(1);
  expect(output).toContain('lost');
});

/** Runs a main in a process of its own; `signal` is sent once it has printed `ready`. */
async function run(
  main: string,
  options: { kind: string; closeTimeoutMs?: number },
  signal?: NodeJS.Signals,
) {
  const script = `import { runMain } from '${entry}';
    import { ConfigError } from '${configError}';
    await runMain(${JSON.stringify({ name: 'test', ...options })}, async (context) => { await (${main})(context); });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (signal && text.includes('ready')) child.kill(signal);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  return { code, output, errors };
}
