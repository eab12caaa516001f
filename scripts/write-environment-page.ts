import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentPage } from './pages/environment-page.ts';
import { root } from './root.ts';

writeFileSync(join(root, 'docs/environment.md'), environmentPage());
