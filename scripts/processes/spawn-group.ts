import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** How a process ended, in words: `code 1`, `signal SIGKILL`. */
export type Ending = { code: number | null; description: string };

/** A process with everything it starts, in a process group of its own: a Ctrl-C reaches it only through `stop`. */
export interface Group {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** Resolves when the process says by itself that it has started; one that cannot say so never does. */
  readonly started: Promise<void>;
  /** SIGTERM, after `graceMs` SIGKILL, and nothing of the group is left. */
  stop(): Promise<void>;
  /** SIGKILL to the whole group at once. */
  kill(): void;
}

/** `raw`: straight to this terminal. `prefixed`: line by line under the name, and plain into a log file. */
export type GroupOutput = { kind: 'raw' } | { kind: 'prefixed'; logPath: string; prefix: string };

export function spawnGroup(input: {
  name: string;
  file: string;
  arguments: readonly string[];
  environment: NodeJS.ProcessEnv;
  folder: string;
  output: GroupOutput;
  graceMs: number;
}): Group {
  const child = spawn(input.file, input.arguments, {
    cwd: input.folder,
    env: input.environment,
    detached: true,
    stdio: ['ignore', ...outputs(input.output), 'ipc'],
  });
  const started = new Promise<void>((resolve) => {
    child.on('message', (message) => message === 'ready' && resolve());
  });
  const ended = endingOf(child);
  if (input.output.kind === 'prefixed') void copyOutput(child, ended, input.output);
  const pid = child.pid ?? 0;
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (pid > 0) process.kill(-pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  };
  return {
    name: input.name,
    pid,
    ended,
    started,
    kill: () => signalGroup('SIGKILL'),
    async stop() {
      signalGroup('SIGTERM');
      const hard = setTimeout(() => signalGroup('SIGKILL'), input.graceMs);
      await ended;
      clearTimeout(hard);
      // The first process is gone; what it left behind goes with it.
      signalGroup('SIGKILL');
    },
  };
}

function outputs(output: GroupOutput): ['inherit', 'inherit'] | ['pipe', 'pipe'] {
  return output.kind === 'raw' ? ['inherit', 'inherit'] : ['pipe', 'pipe'];
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, description: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ code, description: signal === null ? `code ${code}` : `signal ${signal}` }),
    );
  });
}

async function copyOutput(
  child: ChildProcess,
  ended: Promise<Ending>,
  output: { logPath: string; prefix: string },
): Promise<void> {
  const log = createWriteStream(output.logPath, { mode: 0o600 });
  const copies = [child.stdout, child.stderr].map((stream) =>
    stream === null ? null : copyLines(stream, log, output.prefix),
  );
  await Promise.all([...copies, ended]);
  log.end();
}

async function copyLines(stream: Readable, log: WriteStream, prefix: string): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    log.write(`${line}\n`);
    process.stderr.write(`${prefix}${line}\n`);
  }
}
