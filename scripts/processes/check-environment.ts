import { ConfigError, loadConfig } from '@tandem/runtime';
import { zApiEnvironment, zWorkerEnvironment } from '@tandem/schemas';
import { StepFailure } from './step.ts';

const environments = { api: zApiEnvironment, worker: zWorkerEnvironment };
export type App = keyof typeof environments;

export const apps = Object.keys(environments) as readonly App[];

/** Names at once all that is missing or wrong for any of the apps, before anything is changed or begun: a `StepFailure`. */
export function checkEnvironment(names: readonly App[], environment: NodeJS.ProcessEnv): void {
  const lines = new Map<string, App[]>();
  for (const name of names)
    for (const problem of problemsOf(name, environment))
      lines.set(problem, [...(lines.get(problem) ?? []), name]);
  if (lines.size === 0) return;
  const listed = [...lines].map(([problem, of]) => `\n  - ${problem} (${of.join(', ')})`);
  throw new StepFailure(
    `the environment is not usable:${listed.join('')}`,
    'docs/environment.md says what each variable is for',
  );
}

function problemsOf(name: App, environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(environments[name], environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
