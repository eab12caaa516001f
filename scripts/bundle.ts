import { resolve } from 'node:path';
import { bundleApps } from './bundling/bundle-apps.ts';
import { step } from './processes/step.ts';
import { stopOnce } from './processes/stop-once.ts';
import { root } from './root.ts';

/** `npm run bundle [-- folder]`: the programs of the image as single files, in `dist` unless another folder is named. */
await stopOnce({ interruptedCode: 130 }, async () => {
  const folder = resolve(root, process.argv[2] ?? 'dist');
  const cure = 'run npm run verify and mend what it names';
  const files = await step({ name: 'bundle', cure }, () => bundleApps({ folder }));
  process.stdout.write(`${files.join('\n')}\n`);
  return 0;
});
