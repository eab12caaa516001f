/** What these hold lives as long as a turn takes: the worker, and the bench's program that plays its upstreams. */
const holdsForLong = new Set(['worker', 'upstreams']);

/**
 * What a long-lived program of the product is started with. On a machine with much memory Node lets garbage grow to hundreds
 * of MB, which buys nothing here: the young generation is bounded; and the api, whose caches are bounded by bytes, altogether.
 * In a container its limit does that.
 *
 * What the api makes for a webhook is garbage within milliseconds: halves of 8 MB are enough, larger ones saved no work and
 * stay resident (measured). What a worker holds of a turn lives as long as its upstreams take, and would be copied twice on its
 * way to the old generation: with halves of 32 MB a turn takes it a tenth less processor time, for 40 MB (measured).
 *
 * While many requests wait, as when caches are cold, V8 takes what they allocate for long-lived and from then on puts it
 * among the old, where one dead request keeps others alive: twice as much to copy, a third more processor time for each
 * webhook and turn, until the process ends (measured). So V8 is not to guess.
 */
export const programArguments = (name: string, path: string): string[] => {
  const halfMb = holdsForLong.has(name) ? 32 : 8;
  return [
    '--no-allocation-site-pretenuring',
    `--min-semi-space-size=${halfMb}`,
    `--max-semi-space-size=${halfMb}`,
    ...(name === 'api' ? ['--max-old-space-size=384'] : []),
    path,
  ];
};
