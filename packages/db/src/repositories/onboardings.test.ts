import { newId } from '@tandem/runtime';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());
const now = new Date();
const lease = (leaseMs = 60_000) => ({ token: newId<string>(), leaseMs });

describe('the onboarding of a tenant', () => {
  it('belongs to one run, also when many begin at once', async () => {
    const { scope } = await mintTenant(database);
    const begun = await Promise.all(Array.from({ length: 8 }, () => scope.onboardings.begin(lease())));
    expect(begun.filter(Boolean)).toHaveLength(1);
  });

  it('passes on when its run has ended or its time is over', async () => {
    const { scope } = await mintTenant(database);
    const [first, second, third] = [lease(), lease(0), lease()];
    expect(await scope.onboardings.begin(first)).toBe(true);
    expect(await scope.onboardings.renew(first)).toBe(true);
    await scope.onboardings.finish({ token: first.token, report: { n: 1 }, actor: testActor, now });
    expect(await scope.onboardings.renew(first)).toBe(false);
    expect(await scope.onboardings.begin(second)).toBe(true);
    expect(await scope.onboardings.begin(third)).toBe(true);
    expect(await scope.onboardings.renew(second)).toBe(false);
  });

  it('keeps the report of the run that holds it, and records it once', async () => {
    const { scope } = await mintTenant(database);
    const [mine, other] = [lease(), lease()];
    expect(await scope.onboardings.last()).toBeNull();
    await scope.onboardings.begin(mine);
    await scope.onboardings.finish({ token: other.token, report: { n: 2 }, actor: testActor, now });
    expect(await scope.onboardings.last()).toBeNull();
    await scope.onboardings.finish({ token: mine.token, report: { n: 1 }, actor: testActor, now });
    expect(await scope.onboardings.last()).toEqual({ n: 1 });
    const { items } = await scope.audit.list({ limit: 10 });
    expect(items.filter(({ action }) => action === 'onboarding.run')).toMatchObject([{ after: { n: 1 } }]);
  });

  it('of a tenant that is not there cannot begin', async () => {
    const { tenantId } = await mintTenant(database);
    const nobody = database.enter(newId<typeof tenantId>());
    expect(await nobody.onboardings.begin(lease())).toBe(false);
  });
});
