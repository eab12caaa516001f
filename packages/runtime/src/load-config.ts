import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError } from './config-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables `schema` names. Each may be given as `NAME_FILE` instead: the path of a file whose content (without
 * the last line break) is the value. An empty variable counts as absent. Throws one `ConfigError` that lists every problem
 * by variable and repeats no value.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const problems: string[] = [];
  const broken = new Set<string>();
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const read = readVariable(name, environment);
    if ('problem' in read) {
      problems.push(read.problem);
      broken.add(name);
    } else if (read.value !== undefined) values[name] = read.value;
  }
  const parsed = schema.safeParse(values);
  if (parsed.success && problems.length === 0) return parsed.data;
  for (const issue of parsed.error?.issues ?? []) {
    const name = issue.path.join('.');
    if (broken.has(name)) continue;
    problems.push(describe(name, name in values, issue.message));
  }
  throw new ConfigError(problems);
}

type Read = { value: string | undefined } | { problem: string };

function readVariable(name: string, environment: Environment): Read {
  const plain = environment[name] || undefined;
  const path = environment[`${name}_FILE`] || undefined;
  if (path === undefined) return { value: plain };
  if (plain !== undefined) return { problem: `${name} and ${name}_FILE are both set: keep one` };
  try {
    return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { problem: `${name}_FILE names a file that cannot be read${code}` };
  }
}

function describe(name: string, given: boolean, message: string): string {
  if (name === '') return message;
  return given ? `${name} ${lowerFirst(message)}` : `${name} is missing`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
