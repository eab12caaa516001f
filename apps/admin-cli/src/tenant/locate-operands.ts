import type { Command, Option } from 'commander';

/** Which command a command line is for, and where its own operands stand in it. */
export interface Located {
  command: Command;
  /** The index behind its name. */
  start: number;
  /** Indexes into the command line. */
  operands: number[];
  /** Long names of the options that were given, each with its index. */
  options: { name: string; index: number }[];
}

/** Reads a command line as commander will: by its options, so that their values are no operands. */
export function locateOperands(program: Command, argv: readonly string[]): Located {
  const located: Located = { command: program, start: 0, operands: [], options: [] };
  let takesValues = false;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') {
      for (let rest = index + 1; rest < argv.length; rest += 1) located.operands.push(rest);
      break;
    }
    if (!isOption(word)) {
      if (takesValues) continue;
      const next = located.operands.length === 0 ? childOf(located.command, word) : undefined;
      if (next === undefined) located.operands.push(index);
      else Object.assign(located, { command: next, start: index + 1 });
      continue;
    }
    const [name = word] = word.split('=', 1);
    located.options.push({ name, index });
    const option = optionOf(located.command, name);
    takesValues = option?.variadic === true;
    const takesNext = option?.required === true || (option === undefined && name === '--tenant');
    const mayTakeNext = option?.optional === true && !isOption(argv[index + 1] ?? '-x');
    if (!word.includes('=') && (takesNext || mayTakeNext)) index += 1;
  }
  return located;
}

const isOption = (word: string): boolean => word.length > 1 && word.startsWith('-');

const childOf = (command: Command, name: string): Command | undefined =>
  command.commands.find((child) => child.name() === name || child.aliases().includes(name));

/** Of the command or of one above it. */
function optionOf(command: Command, name: string): Option | undefined {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    const found = at.options.find(({ long, short }) => long === name || short === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
