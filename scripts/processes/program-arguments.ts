/**
 * What a long-lived program of the product is started with. On a machine with much memory Node lets garbage grow to hundreds
 * of MB, which buys nothing here: the young generation is bounded, and the api, whose caches are bounded by bytes, altogether.
 */
export const programArguments = (path: string): string[] => [
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  ...(path.includes('apps/api/') ? ['--max-old-space-size=384'] : []),
  path,
];
