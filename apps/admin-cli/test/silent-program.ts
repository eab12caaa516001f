import type { Command } from 'commander';
import { createProgram } from '../src/program.ts';

/** The command line without a terminal, a file or a server. Its commands are looked at, not run. */
export function silentProgram(): Command {
  const nowhere = { isTTY: false, write: () => {} };
  return createProgram({
    environment: { XDG_CONFIG_HOME: '/nonexistent', XDG_STATE_HOME: '/nonexistent' },
    argv: [],
    stdout: nowhere,
    stderr: nowhere,
    onInterrupt: () => {},
  }).program;
}

/** The help of a command as it is printed. */
export function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return help;
}

/** The command lines of the help's examples; what is indented further belongs to a file. */
export const examplesOf = (help: string): string[] =>
  (help.split('\nExample:\n')[1] ?? '').split('\n').filter((line) => line.startsWith('  tandem '));
