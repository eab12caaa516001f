import type { Command } from 'commander';
import { everyCommand, pathOf } from '../../src/every-command.ts';
import { exitCodesHelp } from '../../src/exit-codes.ts';

/** What was seen of each command, by its path without `tandem`. */
export type Seen = ReadonlyMap<string, string>;

const mark =
  'Made by `node scripts/write-cli-docs.ts`, which runs every command against a live server. Do not edit.';

/** The pages of docs/cli by name: an index, and one for each group with what its commands take and answer. */
export function writePages(program: Command, seen: Seen): Map<string, string> {
  const pages = new Map<string, string>();
  for (const group of groupsOf(program)) {
    const commands = everyCommand(group).filter(({ commands: below }) => below.length === 0);
    const parts = commands.flatMap((command) => [
      ...(command === group ? [] : [`## ${pathOf(command)}`, sentence(command)]),
      sectionOf(command, seen),
    ]);
    pages.set(`${group.name()}.md`, page(pathOf(group), [sentence(group), ...parts].join('\n\n')));
  }
  pages.set('index.md', page('The tandem CLI', indexOf(program)));
  return pages;
}

/** Those of the help, but for the help itself. */
const groupsOf = (program: Command): Command[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .filter((group) => program.commands.includes(group));

const page = (title: string, body: string): string => `# ${title}\n\n<!-- ${mark} -->\n\n${body}\n`;

const sentence = (command: Command): string => {
  const text = command.description();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
};

const usageOf = (command: Command): string => `${pathOf(command)} ${command.usage()}`;

function sectionOf(command: Command, seen: Seen): string {
  const rows = [
    ...command.registeredArguments.map((one) => [`<${one.name()}>`, one.description] as const),
    ...command.options.map((one) => [one.flags, command.createHelp().optionDescription(one)] as const),
  ];
  const table = rows.map(([name, what]) => `| \`${name}\` | ${inCell(what)} |`);
  const transcript = seen.get(pathOf(command).replace(/^tandem /, ''));
  return [
    `\`${usageOf(command)}\``,
    ...(table.length > 0 ? [['| | |', '|---|---|', ...table].join('\n')] : []),
    ...(transcript === undefined ? [] : [transcript]),
  ].join('\n\n');
}

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function indexOf(program: Command): string {
  const commands = groupsOf(program).map(
    (group) => `| [${group.name()}](${group.name()}.md) | ${inCell(group.description())} |`,
  );
  const options = program.options.map((one) => `| \`${one.flags}\` | ${inCell(one.description)} |`);
  return [
    'Each command has `--help` with examples; `npm run tandem -- <command>` runs it from the checkout. Answers go to standard',
    'output, progress and failures to standard error. Tables fit the terminal and are whole in a pipe; moments are shown in the',
    'time of the machine, and as ISO 8601 in UTC with `--json`, which prints one document, also about a failure.',
    '',
    '| command | what |',
    '|---|---|',
    ...commands,
    '',
    '## Settings',
    '',
    'Flag > environment > profile > default. `--profile` is a flag: what its profile holds goes before the environment. `tandem',
    "login` keeps profiles in `$XDG_CONFIG_HOME/tandem/config.json` (`~/.config` when that is not set), mode 0600; a profile's",
    'key is sent to the address of the profile and to no other. `<tenant>` is an id or a slug, and may be left out or given as',
    "`--tenant <tenant>`: the one of `TANDEM_TENANT`, of the profile, or the one that a tenant's key belongs to is meant then.",
    '',
    '| option | what |',
    '|---|---|',
    ...options,
    '',
    '## Exit codes',
    '',
    '```',
    ...exitCodesHelp.trim().split('\n').slice(1),
    '```',
    '',
    'Reads are tried again for some seconds while an api restarts; a change only when its connection was refused. After Ctrl-C',
    'what was asked of the server may go on there; bulk commands that are started again go on where they were.',
  ].join('\n');
}
