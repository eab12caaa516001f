import { join } from 'node:path';
import { root } from '../root.ts';
import { spawnGroup } from './spawn-group.ts';
import { step } from './step.ts';
import type { Closing } from './stop-once.ts';

/** Brings the schema of `DATABASE_URL` up to date; the runner itself takes turns with others that do the same. */
export async function runMigrations(
  closing: Closing,
  input: { environment: NodeJS.ProcessEnv },
): Promise<void> {
  const cure = 'read the message above; check DATABASE_URL and that its user may create tables';
  await step({ name: 'migrations', cure }, async () => {
    const group = spawnGroup({
      name: 'migrations',
      file: process.execPath,
      arguments: [join(root, 'packages/db/src/migrate-main.ts')],
      environment: input.environment,
      folder: root,
      output: { kind: 'raw' },
      graceMs: 5_000,
    });
    closing.add(group.stop, group.kill);
    closing.signal.addEventListener('abort', () => void group.stop(), { once: true });
    const ending = await group.ended;
    closing.signal.throwIfAborted();
    if (ending.code !== 0) throw new Error(`it ended with ${ending.description}`);
  });
}
