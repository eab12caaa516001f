import pico from 'picocolors';

export type Paint = Pick<
  ReturnType<typeof pico.createColors>,
  'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
>;

/** Colours for one stream: on a terminal that has them, unless `NO_COLOR` (https://no-color.org) or `--no-color` says no. */
export function paintFor(
  stream: { isTTY?: boolean },
  input: { environment: NodeJS.ProcessEnv; argv: readonly string[] },
): Paint {
  const { environment, argv } = input;
  const isOff = Boolean(environment.NO_COLOR) || argv.includes('--no-color') || environment.TERM === 'dumb';
  return pico.createColors(stream.isTTY === true && !isOff);
}
