import type { AdminDeps } from '../src/admin/context.ts';

type Upstreams = Pick<AdminDeps, 'setUps' | 'cloud'>;

/** A process that ends here: no answer is heard, nothing is tidied up. */
export class Killed extends Error {}

/**
 * Lets a process die at a call to an upstream: `before` it left, or `after` the upstream has carried it out and nobody
 * heard. Counts calls from 1.
 */
export function crashUpstreams() {
  let calls = 0;
  let deadAt: { call: number; when: 'before' | 'after' } | null = null;

  async function through<Result>(work: () => Promise<Result>): Promise<Result> {
    calls += 1;
    const isNow = deadAt?.call === calls;
    if (isNow && deadAt?.when === 'before') throw new Killed();
    const result = await work();
    if (isNow) throw new Killed();
    return result;
  }

  const guard = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(object, name) {
        const method: unknown = Reflect.get(object, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => through(async () => Reflect.apply(method, object, args));
      },
    });

  return {
    wrap: ({ setUps, cloud }: Upstreams): Upstreams => ({
      setUps: {
        chatwoot: (...args) => guard(setUps.chatwoot(...args)),
        selfTest: (input) => through(() => setUps.selfTest(input)),
      },
      cloud: { openAdmin: (...args) => guard(cloud.openAdmin(...args)) },
    }),
    /** Calls since the last `arm`. */
    calls: () => calls,
    arm(at: typeof deadAt) {
      calls = 0;
      deadAt = at;
    },
  };
}
