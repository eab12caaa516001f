/**
 * What a long-lived program of the product is started with. On a machine with much memory Node lets the young generation
 * grow to some 130 MB, which buys nothing here.
 */
export const programArguments = (path: string): string[] => ['--max-semi-space-size=16', path];
