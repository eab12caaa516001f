import type { TenantCache } from '@tandem/queue';
import type { CacheSpec, DirectoryContext } from './context.ts';

/** Values by key, loaded and shared between processes by whoever made it; null is "there is none". */
export interface Cache<Value, Held> extends Pick<TenantCache<Value, Held>, 'share' | 'warm'> {
  /** What this process holds is answered without a promise. */
  find(key: string): Held | null | Promise<Held | null>;
}

/** Opens a cache with the composition root's way to open one. */
export function openCache<Value, Held>(
  context: DirectoryContext,
  spec: CacheSpec<Value, Held>,
): Cache<Value, Held> {
  const cache = context.openCache(spec);
  return {
    find: (key) => {
      const entry = cache.peek(key);
      return entry === undefined ? cache.get(key).then(heldOf) : heldOf(entry);
    },
    share: cache.share,
    warm: cache.warm,
  };
}

const heldOf = <Held>(entry: { value: Held } | null): Held | null => entry?.value ?? null;
