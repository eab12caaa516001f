import type { CacheSpec, DirectoryContext, Loaded } from './context.ts';

/** Values by key, loaded and shared between processes by whoever made it; null is "there is none". */
export interface Cache<Value, Held> {
  /** What this process holds is answered without a promise. */
  find(key: string): Held | null | Promise<Held | null>;
  /** Offers a fresh value to the processes that will need it. */
  share(key: string, loaded: Loaded<Value>): Promise<void>;
  /** As `share`, with what is not loaded yet. */
  warm(key: string): Promise<void>;
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
    share: (key, loaded) => cache.share(key, loaded),
    warm: (key) => cache.warm(key),
  };
}

const heldOf = <Held>(entry: { value: Held } | null): Held | null => entry?.value ?? null;
