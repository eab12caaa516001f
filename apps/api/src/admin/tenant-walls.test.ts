import type { Role } from '@tandem/schemas';
import { dumpTenant } from '@tandem/testkit/dump-tenant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, waysOf } from '../../test/matrix/call-procedure.ts';
import { findNothing } from '../../test/matrix/sample-inputs.ts';
import { namesMoreThanTenant, namesTenant, sampledNames, sampleOf } from '../../test/matrix/sample-of.ts';
import { type Ids, makeKeys, seedIds } from '../../test/matrix/seed-ids.ts';
import { openAdmin } from '../../test/open-admin.ts';
import { mayCall } from './access.ts';
import { proceduresOf } from './procedures-of.ts';
import { adminRouter } from './router.ts';

const admin = openAdmin({ installation: { allowPrivate: true } });
afterAll(() => admin.close());

let theirs: Ids;
let mine: Ids;
let keys: Record<Role, string>;
beforeAll(async () => {
  theirs = await seedIds(admin);
  mine = await seedIds(admin);
  keys = await makeKeys(admin, mine.tenantId);
});

const procedures = proceduresOf(adminRouter);
const ofTenants = procedures.filter(({ name }) => namesTenant(name));
const roles = ['agent', 'admin', 'owner'] as const;
const missingTenantId = '01997d2e-0000-7000-8000-000000000001';

describe('the table of sample inputs', () => {
  it('has a row for every procedure, and for nothing else', () => {
    expect([...sampledNames].sort()).toEqual(procedures.map(({ name }) => name).sort());
  });

  it('names the tenant wherever the path does', () => {
    const under = procedures.filter(({ meta }) => meta.rest?.path.includes('{tenantId}'));
    expect(ofTenants.map(({ name }) => name)).toEqual(expect.arrayContaining(under.map(({ name }) => name)));
  });
});

describe('another tenant', () => {
  it.each(ofTenants)(
    'is as unknown as one that is not there, and stays as it is: $name',
    async (procedure) => {
      const before = await dumpTenant(theirs.tenantId);
      const input = sampleOf(procedure.name, theirs);
      for (const toRequest of waysOf(procedure)) {
        for (const role of roles) {
          const foreign = await send(admin, toRequest(input), keys[role]);
          const missing = await send(admin, toRequest({ ...input, tenantId: missingTenantId }), keys[role]);
          expect([foreign.way, role, foreign.status, foreign.code]).toEqual([
            foreign.way,
            role,
            404,
            'not_found',
          ]);
          expect([foreign.status, foreign.message]).toEqual([missing.status, missing.message]);
        }
      }
      expect(await dumpTenant(theirs.tenantId)).toEqual(before);
    },
  );

  it.each(ofTenants.filter(({ name }) => namesMoreThanTenant(name)))(
    'cannot be reached from within the own one by its ids: $name',
    async (procedure) => {
      const before = await dumpTenant(theirs.tenantId);
      const input = { ...sampleOf(procedure.name, theirs), tenantId: mine.tenantId };
      for (const toRequest of waysOf(procedure)) {
        for (const role of [...roles, 'platform'] as const) {
          if (!mayCall(role, procedure.name)) continue;
          const { way, status, text } = await send(admin, toRequest(input), keys[role]);
          if (findNothing.has(procedure.name)) {
            const seen = [...new Set(Object.values(theirs))].filter((id) => text.includes(id));
            expect([way, role, status, seen]).toEqual([way, role, 200, []]);
          } else expect([way, role, isRefused(status)]).toEqual([way, role, true]);
        }
      }
      expect(await dumpTenant(theirs.tenantId)).toEqual(before);
    },
  );
});

/** 422: an id in the body that names nothing here, told with its place. */
const isRefused = (status: number): boolean => status === 404 || status === 422;
