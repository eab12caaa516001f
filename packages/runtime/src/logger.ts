import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { describeError } from './describe-error.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
type Fields = Record<string, unknown>;
type Write = (fields: Fields, message: string) => void;

/** One line per unit of work: ids, outcome, duration; never content. An error goes into the field `err`. */
export interface Logger {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  fatal: Write;
  /** A logger that adds `fields` to each line. */
  child(fields: Fields): Logger;
}

const secretKey =
  /token|secret|authorization|password|passwd|cookie|api[-_]?key|encryption[-_]?key|signature|credential|webhook[-_]?key/i;
const depthMax = 6;

/**
 * Writes JSON lines to standard output unless told otherwise. Fields that sound like a secret are emptied at any depth, and
 * errors are reduced to what `describeError` takes.
 */
export function createLogger(
  options: { name: string; level: LogLevel },
  destination?: DestinationStream,
): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    timestamp: stdTimeFunctions.isoTime,
    base: { pid: process.pid },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (value: unknown) => value },
  };
  return wrap(destination ? pino(settings, destination) : pino(settings));
}

function wrap(log: PinoLogger): Logger {
  const at =
    (level: Exclude<LogLevel, 'trace' | 'silent'>): Write =>
    (fields, message) => {
      if (log.isLevelEnabled(level)) log[level](redact(fields), '%s', message);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    child: (fields) => wrap(log.child(redact(fields))),
  };
}

function redact(fields: Fields, depth = 0): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      secretKey.test(key) ? '[redacted]' : clean(value, depth),
    ]),
  );
}

function clean(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (depth >= depthMax) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1));
  return redact({ ...value }, depth + 1);
}
