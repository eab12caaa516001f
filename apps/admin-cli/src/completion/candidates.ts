import type { Command, Option } from 'commander';
import { locateOperands } from '../tenant/locate-operands.ts';
import { tenantArgumentName } from '../tenant/tenant-argument.ts';

export interface Candidate {
  value: string;
  description: string;
}

/**
 * What may stand where the last of `words` is being typed: a command, an option, a value of one that has some to choose from,
 * a profile. None: a file, or what nobody can know. `words`: what follows `tandem`, the last one as far as it is typed.
 */
export function candidatesFor(
  program: Command,
  input: { words: readonly string[]; profiles: () => readonly string[] },
): Candidate[] {
  const typed = input.words.at(-1) ?? '';
  const before = input.words.slice(0, -1);
  const { command, operands } = locateOperands(program, before);
  const named = (values: readonly string[]) => values.map((value) => ({ value, description: '' }));

  const awaiting = optionAwaitingValue(command, before);
  if (awaiting !== undefined) {
    const values = awaiting.long === '--profile' ? input.profiles() : (awaiting.argChoices ?? []);
    return starting(named(values), typed);
  }
  if (typed.startsWith('-')) return starting(optionsOf(command), typed);
  const below = command.commands.filter(isShown).map((one) => ({
    value: one.name(),
    description: one.description(),
  }));
  if (operands.length === 0 && below.length > 0) return starting(below, typed);
  const argument = command.registeredArguments[operands.length];
  const values = argument?.name() === 'profile' ? input.profiles() : (argument?.argChoices ?? []);
  return starting(named(values), typed);
}

const starting = (candidates: readonly Candidate[], typed: string): Candidate[] =>
  candidates.filter(({ value }) => value.startsWith(typed));

/** Commander keeps the mark of hidden commands to itself; its help leaves them out. */
const isShown = (command: Command): boolean =>
  command.parent === null || command.createHelp().visibleCommands(command.parent).includes(command);

/** The option right before, when its value is what is being typed. Bash hands `--profile=` over as two words. */
function optionAwaitingValue(command: Command, before: readonly string[]): Option | undefined {
  const name = before.at(-1) === '=' ? before.at(-2) : before.at(-1);
  if (name === undefined || !name.startsWith('-')) return undefined;
  return upwards(command)
    .flatMap((one) => one.options)
    .find(({ long, short, required }) => required && (long === name || short === name));
}

function optionsOf(command: Command): Candidate[] {
  const own = upwards(command)
    .flatMap((one) => one.options)
    .map(({ long, description }) => ({ value: long ?? '', description }));
  const takesTenant = command.registeredArguments.some((one) => one.name() === tenantArgumentName);
  const tenant = takesTenant ? [{ value: '--tenant', description: 'its id or slug' }] : [];
  return [...own, ...tenant, { value: '--help', description: 'what it takes, with examples' }];
}

/** The command and those above it. */
const upwards = (command: Command): Command[] =>
  command.parent === null ? [command] : [command, ...upwards(command.parent)];
