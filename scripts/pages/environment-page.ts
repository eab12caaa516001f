import {
  installationEnvironment,
  limitEnvironment,
  processEnvironment,
  tracingEnvironment,
  zApiEnvironment,
  zCliEnvironment,
  zWorkerEnvironment,
} from '@tandem/schemas';

interface Variable {
  description?: string | undefined;
  safeParse(value: unknown): { success: boolean; data?: unknown };
}
type Shape = Readonly<Record<string, Variable>>;

/** docs/environment.md, from the schemas the processes read their environment with. Throws for a variable without a meaning. */
export function environmentPage(): string {
  const shared = { ...processEnvironment, ...installationEnvironment, ...limitEnvironment };
  return [
    '# Environment',
    '',
    '<!-- Made by `node scripts/write-environment-page.ts` from packages/schemas/src/environment.ts. Do not edit. -->',
    '',
    'Every variable may be given as `NAME_FILE`, the path of a file that holds the value; an empty one counts as absent. What is',
    'missing or wrong is listed at once, by name, when a process starts; one that is named like ours and read by nobody is warned',
    'of with the name that is most like it. The CLI reads no `_FILE`.',
    ...table('Every process', without(processEnvironment, tracingEnvironment)),
    ...table('The api', without(zApiEnvironment.shape, shared)),
    ...table('The worker', without(zWorkerEnvironment.shape, shared)),
    ...table("Tracing, in OpenTelemetry's own words", tracingEnvironment),
    ...table('Limits a minute, 0 is off', limitEnvironment),
    ...table('The upstreams of tenants without connections of their own', installationEnvironment),
    ...table('The CLI', zCliEnvironment.shape),
    '',
  ].join('\n');
}

const without = (shape: Shape, other: Shape): Shape =>
  Object.fromEntries(Object.entries(shape).filter(([name]) => !Object.hasOwn(other, name)));

function table(title: string, shape: Shape): string[] {
  const rows = Object.entries(shape).map(([name, variable]) => {
    if (variable.description === undefined)
      throw new Error(`${name} has no meaning: describe it in its schema`);
    return `| \`${name}\` | ${defaultOf(variable)} | ${variable.description} |`;
  });
  return ['', `## ${title}`, '', '| variable | default | what |', '|---|---|---|', ...rows];
}

function defaultOf(variable: Variable): string {
  const read = variable.safeParse(undefined);
  if (!read.success) return '**needed**';
  const { data } = read;
  return data === undefined || (Array.isArray(data) && data.length === 0) ? 'none' : `\`${String(data)}\``;
}
