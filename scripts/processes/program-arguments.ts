/**
 * What a long-lived program of the product is started with. On a machine with much memory Node lets garbage grow to hundreds
 * of MB, which buys nothing here: the young generation is bounded, to halves of 8 MB, as larger ones saved no work for a webhook or
 * a turn and stay resident (measured); and the api, whose caches are bounded by bytes, altogether. In a container its limit does that.
 *
 * While many requests wait, as when caches are cold, V8 takes what they allocate for long-lived and from then on puts it
 * among the old, where one dead request keeps others alive: twice as much to copy, a third more processor time for each
 * webhook and turn, until the process ends (measured). So V8 is not to guess.
 */
export const programArguments = (name: string, path: string): string[] => [
  '--no-allocation-site-pretenuring',
  '--min-semi-space-size=8',
  '--max-semi-space-size=8',
  ...(name === 'api' ? ['--max-old-space-size=384'] : []),
  path,
];
