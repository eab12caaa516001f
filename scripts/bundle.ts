import { resolve } from 'node:path';
import { bundleApps, type Program, programs } from './bundling/bundle-apps.ts';
import { StepFailure, step } from './processes/step.ts';
import { stopOnce } from './processes/stop-once.ts';
import { root } from './root.ts';

/**
 * `npm run bundle [-- folder [program …]]`: the programs of the image as single files, all unless some are named, in `dist` unless
 * another folder is named; what else lies there stays.
 */
await stopOnce({ interruptedCode: 130 }, async () => {
  const [folder = 'dist', ...names] = process.argv.slice(2);
  const unknown = names.find((name) => !isProgram(name));
  if (unknown !== undefined)
    throw new StepFailure(`unknown program ${unknown}`, `use ${Object.keys(programs).join(', ')}`);
  const chosen = names.filter(isProgram);
  const cure = 'run npm run verify and mend what it names';
  const files = await step({ name: 'bundle', cure }, () =>
    bundleApps({ folder: resolve(root, folder), ...(chosen.length > 0 && { names: chosen }) }),
  );
  process.stdout.write(`${files.join('\n')}\n`);
  return 0;
});

function isProgram(name: string): name is Program {
  return Object.hasOwn(programs, name);
}
