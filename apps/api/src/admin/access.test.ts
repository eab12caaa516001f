import type { Role } from '@tandem/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, waysOf } from '../../test/matrix/call-procedure.ts';
import { sampleOf } from '../../test/matrix/sample-of.ts';
import { type Ids, makeKey, makeKeys, seedIds } from '../../test/matrix/seed-ids.ts';
import { openAdmin } from '../../test/open-admin.ts';
import { leastRoles } from './access.ts';
import { proceduresOf } from './procedures-of.ts';
import { adminRouter } from './router.ts';

const admin = openAdmin({ installation: { allowPrivate: true } });
afterAll(() => admin.close());

let ids: Ids;
let keys: Record<Role, string>;
beforeAll(async () => {
  ids = await seedIds(admin);
  keys = await makeKeys(admin, ids.tenantId);
});

const procedures = proceduresOf(adminRouter);
const ranks: Record<Role, number> = { agent: 0, admin: 1, owner: 2, platform: 3 };
const all: Role[] = ['agent', 'admin', 'owner', 'platform'];

/** What changes something is called on a tenant of its own, so that a call finds nothing changed by the one before. */
async function place(type: string) {
  if (type !== 'mutation') return { ids, keys };
  const own = await seedIds(admin);
  return { ids: own, keys: await makeKeys(admin, own.tenantId) };
}

describe('roles', () => {
  it('are declared for every procedure, and for nothing else', () => {
    expect(Object.keys(leastRoles).sort()).toEqual(procedures.map(({ name }) => name).sort());
  });

  it.each(procedures)('decide about $name', async (procedure) => {
    const least = leastRoles[procedure.name] ?? 'platform';
    for (const toRequest of waysOf(procedure)) {
      for (const role of all) {
        const isAllowed = ranks[role] >= ranks[least];
        const at = isAllowed ? await place(procedure.type) : { ids, keys };
        const answered = await send(admin, toRequest(sampleOf(procedure.name, at.ids)), at.keys[role]);
        const { way, status, code, text } = answered;
        if (isAllowed) expect([way, role, status < 400 || text]).toEqual([way, role, true]);
        else expect([way, role, status, code]).toEqual([way, role, 403, 'forbidden']);
      }
    }
  });
});

describe('keys', () => {
  it.each(procedures)(
    'are asked for by $name: none, a revoked and an expired one are 401',
    async (procedure) => {
      const ended = [null];
      const refused: (string | null)[] = [...ended];
      for (const how of ['revoked', 'expired'] as const) {
        refused.push((await makeKey(admin, { tenantId: null, role: 'platform', ended: how })).secret);
        refused.push((await makeKey(admin, { tenantId: ids.tenantId, role: 'owner', ended: how })).secret);
      }
      for (const toRequest of waysOf(procedure)) {
        for (const key of refused) {
          const { status, code } = await send(admin, toRequest(sampleOf(procedure.name, ids)), key);
          expect([status, code]).toEqual([401, 'unauthorized']);
        }
      }
    },
  );
});
