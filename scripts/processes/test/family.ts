import { spawn } from 'node:child_process';
import { spawnGroup } from '../spawn-group.ts';
import { stopOnce } from '../stop-once.ts';
import { supervise } from '../supervise.ts';

/**
 * A command with one child that has a child of its own, for tests. Prints the pids of both; `stubborn` children do not take
 * SIGTERM, `mortal` ones end with code 7 by themselves.
 */
const kind = process.argv[2] ?? 'obedient';
if (kind === 'child') {
  const grandchild = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const mode = process.argv[3];
  if (mode === 'stubborn') process.on('SIGTERM', () => {});
  if (mode === 'mortal') process.on('SIGUSR2', () => process.exit(7));
  console.log(`pids ${process.pid} ${grandchild.pid}`);
  setInterval(() => {}, 1000);
} else {
  await stopOnce({ interruptedCode: 42 }, async (closing) => {
    const group = spawnGroup({
      name: 'child',
      file: process.execPath,
      arguments: [import.meta.filename, 'child', kind],
      environment: process.env,
      folder: import.meta.dirname,
      output: { kind: 'raw' },
      graceMs: 20_000,
    });
    closing.add(group.stop, group.kill);
    return supervise(closing, { groups: [group], where: () => 'a test' });
  });
}
