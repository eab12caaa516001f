import { describe, expect, it } from 'vitest';
import { examplesOf, helpOf, silentProgram } from '../test/silent-program.ts';
import { splitWords } from '../test/split-words.ts';
import { everyCommand, pathOf } from './every-command.ts';
import { fillTenant } from './tenant/fill-tenant.ts';

const paths = everyCommand(silentProgram()).map(pathOf);
const find = (path: string) => {
  const command = everyCommand(silentProgram()).find((one) => pathOf(one) === path);
  if (command === undefined) throw new Error(`there is no ${path}`);
  return command;
};

describe('the help', () => {
  it.each(paths)('of %s describes it, its arguments and options, and shows an example', (path) => {
    const command = find(path);
    expect(command.description()).not.toBe('');
    const undescribed = [
      ...command.registeredArguments.filter(({ description }) => !description).map((one) => one.name()),
      ...command.options.filter(({ description }) => !description).map(({ flags }) => flags),
    ];
    expect(undescribed).toEqual([]);
    expect(examplesOf(helpOf(command))).not.toEqual([]);
  });

  it.each(paths)('of %s shows examples that are taken as they stand', async (path) => {
    for (const line of examplesOf(helpOf(find(path)))) {
      const program = silentProgram();
      const called: string[] = [];
      for (const command of everyCommand(program)) {
        command.exitOverride().configureOutput({ writeErr: () => {} });
        if (command.commands.length === 0) command.action(() => void called.push(pathOf(command)));
      }
      const argv = splitWords(line).slice(1);
      await program.parseAsync(
        fillTenant(program, argv, () => null),
        { from: 'user' },
      );
      expect([line, called.length]).toEqual([line, 1]);
      // One verb may stand in two groups, such as `why`.
      const verb = path.split(' ').at(-1) ?? '';
      expect(called[0]?.startsWith(path) || called[0]?.endsWith(` ${verb}`)).toBe(true);
    }
  });
});
