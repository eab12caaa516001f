import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';

/** Writes docs/cli anew: runs every command against a live server with the sandbox, as its test does, and keeps what it sees. */
const { status } = spawnSync(
  process.execPath,
  [join(root, 'scripts/test.ts'), 'apps/admin-cli/src/live.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, WRITE_CLI_DOCS: 'true' } },
);
process.exitCode = status ?? 1;
