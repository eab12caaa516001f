import { Argument, Command } from 'commander';
import type { Cli } from '../cli.ts';
import { candidatesFor } from '../completion/candidates.ts';
import { completionScripts, type Shell } from '../completion/scripts.ts';
import { example } from './options.ts';

export function completionCommand({ output }: Cli): Command {
  const shells = Object.keys(completionScripts);
  return new Command('completion')
    .description('print what makes a shell complete commands, options and profile names')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText(
      'after',
      example(
        'tandem completion bash > ~/.local/share/bash-completion/completions/tandem',
        'tandem completion zsh > ~/.zfunc/_tandem',
        'tandem completion fish > ~/.config/fish/completions/tandem.fish',
      ),
    )
    .action((shell: Shell) => output.write(completionScripts[shell]));
}

/** What the scripts call at each Tab: a candidate a line, its description behind a tabulator. */
export function completeCommand({ output, settings }: Cli): Command {
  return new Command('complete')
    .description('what may stand where the last word is being typed')
    .argument('[words...]', 'the words behind tandem')
    .allowUnknownOption()
    .helpOption(false)
    .addHelpText('after', example('tandem complete -- tenants l'))
    .action((words: string[], _options, command: Command) => {
      const program = command.parent ?? command;
      const profiles = () => Object.keys(settings.read().profiles).sort();
      for (const { value, description } of candidatesFor(program, { words, profiles })) {
        output.write(`${value}\t${description}\n`);
      }
    });
}
