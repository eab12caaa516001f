import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from './bundling/bundle-programs.ts';
import { makeOwnFolder } from './bundling/make-own-folder.ts';
import { type App, apps, checkEnvironment } from './processes/check-environment.ts';
import { programArguments } from './processes/program-arguments.ts';
import { runMigrations } from './processes/run-migrations.ts';
import { spawnGroup } from './processes/spawn-group.ts';
import { StepFailure, step } from './processes/step.ts';
import { type Closing, stopOnce } from './processes/stop-once.ts';
import { supervise } from './processes/supervise.ts';
import { root } from './root.ts';

/** `npm run serve | serve:api | serve:worker`: the product alone, against the stores and upstreams of the environment. */
await stopOnce({ interruptedCode: 0 }, (closing) => serve(closing, process.argv.slice(2)));

async function serve(closing: Closing, names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !apps.some((app) => app === name));
  if (unknown !== undefined) throw new StepFailure(`unknown app ${unknown}`, `use ${apps.join(' or ')}`);
  const chosen = apps.filter((app) => names.includes(app));
  checkEnvironment(chosen, process.env);
  const folder = await bundle(closing, chosen);
  await runMigrations(closing, { environment: process.env });
  const groups = chosen.map((name) => {
    const group = spawnGroup({
      name,
      file: process.execPath,
      arguments: programArguments(name, join(folder, `${name}.mjs`)),
      environment: process.env,
      folder: root,
      output: { kind: 'raw' },
      graceMs: 30_000,
    });
    closing.add(group.stop, group.kill);
    return group;
  });
  return supervise(closing, {
    groups,
    where: (name) => `read what ${name} wrote above, and start again: what is stored is gone on with`,
  });
}

/** What serves is what the image runs, which takes less memory than the sources do. */
async function bundle(closing: Closing, names: readonly App[]): Promise<string> {
  const folder = makeOwnFolder();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  closing.add(async () => remove(), remove);
  const { signal } = closing;
  await step({ name: 'bundle', cure: 'run npm run verify and mend what it names' }, () =>
    bundlePrograms({ folder, names, signal }),
  );
  return folder;
}
