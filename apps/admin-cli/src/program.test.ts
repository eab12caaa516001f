import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from './program.ts';

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

it.each(everyCommand(createProgram({}, () => {})).map((command) => [command.name(), command] as const))(
  'the help of %s describes it and shows an example',
  (_name, command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    expect(command.description()).not.toBe('');
    expect(help).toMatch(/\nExample:\n {2}.*tandem /);
  },
);
