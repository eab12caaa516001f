import { ConfigError } from './config-error.ts';
import type { Environment } from './load-config.ts';
import { createLogger, type Logger, type LogLevel } from './logger.ts';
import { Resources } from './resources.ts';

export interface MainContext {
  environment: Environment;
  log: Logger;
  /** Closed, newest first, when the process is told to stop or `main` is through. */
  resources: Resources;
  /** Aborted when the process is told to stop, also while `main` still starts things. */
  stopping: AbortSignal;
}

export interface RunOptions {
  name: string;
  /** `service`: runs until told to stop; `command`: ends when `main` is through. */
  kind: 'service' | 'command';
  /** How long closing may take before the process ends all the same; 10,000 when not given. */
  closeTimeoutMs?: number;
}

export const exitCodes = { ok: 0, failed: 1, unusableConfiguration: 2 } as const;

/**
 * Runs the entry of a process. A `ConfigError` is printed as people read it (exit 2), any other failure is logged (exit 1),
 * as are rejections nobody handled. SIGTERM or SIGINT closes all resources and ends with 0 (a command, which was not
 * through: 1), or with 1 when that fails or takes longer than `closeTimeoutMs`; a second signal ends at once.
 */
export async function runMain(
  options: RunOptions,
  main: (context: MainContext) => Promise<void>,
): Promise<void> {
  const log = createLogger({ name: options.name, level: levelOf(process.env) });
  const resources = new Resources();
  const stop = new AbortController();
  const end = endOnce({ log, resources, closeTimeoutMs: options.closeTimeoutMs ?? 10_000 });

  process.on('unhandledRejection', (error) => crash(log, error));
  process.on('uncaughtException', (error) => crash(log, error));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exitCodes.failed);
      stop.abort();
      log.info({ signal }, 'stopping');
      void end(options.kind === 'service' ? exitCodes.ok : exitCodes.failed);
    });
  }

  try {
    await main({ environment: process.env, log, resources, stopping: stop.signal });
    if (options.kind === 'command') return await end(exitCodes.ok);
    // As process managers know it: the one who started us hears that it is we who answer on the port.
    process.send?.('ready');
  } catch (error) {
    if (stop.signal.aborted) return;
    await end(report(log, error));
  }
}

function report(log: Logger, error: unknown): number {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.unusableConfiguration;
  }
  log.fatal({ err: error }, 'could not run');
  return exitCodes.failed;
}

function crash(log: Logger, error: unknown): never {
  log.fatal({ err: error }, 'an error that nobody handled');
  process.exit(exitCodes.failed);
}

function endOnce(context: { log: Logger; resources: Resources; closeTimeoutMs: number }) {
  const { log, resources, closeTimeoutMs } = context;
  return async (code: number): Promise<void> => {
    const timer = setTimeout(() => {
      log.error({ closeTimeoutMs }, 'closing took too long');
      process.exit(exitCodes.failed);
    }, closeTimeoutMs);
    try {
      await resources.close();
    } catch (error) {
      log.error({ err: error }, 'could not close');
      process.exit(exitCodes.failed);
    }
    clearTimeout(timer);
    process.exit(code);
  };
}

const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** A wrong level is a problem for the app's own schema to name; until then there must be a log. */
const levelOf = (environment: Environment): LogLevel =>
  levels.find((level) => level === environment.LOG_LEVEL) ?? 'info';
