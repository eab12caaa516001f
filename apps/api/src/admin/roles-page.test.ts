import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { describeRoles } from '../../test/matrix/describe-roles.ts';
import { proceduresOf } from './procedures-of.ts';
import { adminRouter } from './router.ts';

it('docs/roles.md says who may do what, as access.ts decides it', async () => {
  const page = resolve(import.meta.dirname, '../../../../docs/roles.md');
  await expect(describeRoles(proceduresOf(adminRouter))).toMatchFileSnapshot(page);
});
