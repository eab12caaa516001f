import type { Command } from 'commander';
import { UsageError } from '../usage-error.ts';
import { locateOperands } from './locate-operands.ts';
import { ImpliedTenantArgument, ownTenant, tenantArgumentName } from './tenant-argument.ts';

/** Options that stand for many tenants where one may be named: with them no single one is meant. */
const manyOptions = ['--all', '--csv'];
const helpOptions = ['--help', '-h'];

/**
 * Puts the tenant into its place in a command line that leaves it out: the one of `--tenant`, else the default one, else
 * `@own`, which the key tells. One that is there already stays, also where a default is known. Pure but for `defaultTenant`.
 */
export function fillTenant(
  program: Command,
  argv: readonly string[],
  defaultTenant: () => string | null,
): string[] {
  const { command, operands, options } = locateOperands(program, argv);
  const wanted = command.registeredArguments;
  const place = wanted.findIndex((argument) => argument.name() === tenantArgumentName);
  const argument = wanted[place];
  if (argument === undefined) return [...argv];
  const flag = options.find(({ name }) => name === '--tenant');
  const hasOwnFlag = command.options.some(({ long }) => long === '--tenant');
  if (flag !== undefined && !hasOwnFlag) {
    const { tenant, words } = takeOut(argv, flag.index);
    return insert(program, words, { place, tenant });
  }
  const isNotMeant = argument.required ? helpOptions : [...helpOptions, ...manyOptions];
  if (options.some(({ name }) => isNotMeant.includes(name))) return [...argv];
  const first = argv[operands[place] ?? argv.length];
  const required = wanted.filter((one) => one.required).length;
  const isFull = !wanted.some((one) => one.variadic) && operands.length >= wanted.length;
  const isLeftOut = operands.length < required || first === undefined || !mayNameTenant(first);
  if (isFull || !isLeftOut) return [...argv];
  if (argument.required) return insert(program, argv, { place, tenant: defaultTenant() ?? ownTenant });
  const tenant = argument instanceof ImpliedTenantArgument ? defaultTenant() : null;
  return tenant === null ? [...argv] : insert(program, argv, { place, tenant });
}

function insert(
  program: Command,
  argv: readonly string[],
  { place, tenant }: { place: number; tenant: string },
): string[] {
  const { operands, start } = locateOperands(program, argv);
  const index = operands[place] ?? (place === 0 ? start : argv.length);
  return [...argv.slice(0, index), tenant, ...argv.slice(index)];
}

/** An id, or a slug in any case. A file name or `field=value` is neither. */
const mayNameTenant = (word: string): boolean => /^[a-z0-9][a-z0-9-]*$/i.test(word);

function takeOut(argv: readonly string[], index: number): { tenant: string; words: string[] } {
  const word = argv[index] ?? '';
  const length = word.includes('=') ? 1 : 2;
  const tenant = length === 1 ? word.slice(word.indexOf('=') + 1) : argv[index + 1];
  if (tenant === undefined || tenant === '') {
    throw new UsageError('--tenant takes the id or the slug of a tenant.');
  }
  return { tenant, words: [...argv.slice(0, index), ...argv.slice(index + length)] };
}
