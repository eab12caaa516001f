import type { Rows } from '../row.ts';

/** Login, profiles and who one is. */
export const accessRows: Rows = {
  login: {
    words: async (live, run) => {
      await live.file('key.txt', live.rootKey);
      return `login --profile production${run} < key.txt`;
    },
    shows: /^role +platform$/m,
  },
  logout: {
    words: async (live, run) => {
      await live.tandem(`login --profile leaving${run} --key ${live.rootKey}`);
      return `logout --profile leaving${run}`;
    },
    shows: /At the server the key is still valid/,
  },
  completion: {
    words: () => 'completion bash',
    shows: /complete -o default -F _tandem tandem/,
    isText: true,
  },
  complete: {
    words: () => 'complete -- tenants s',
    shows: /^show\tshow a tenant$/m,
    isText: true,
    isHidden: true,
  },
  whoami: { words: () => 'whoami', shows: /^role +platform$/m },
  'profiles list': {
    words: async (live) => {
      await live.tandem(`login --profile production --tenant ${live.demo.slug} --key ${live.rootKey}`);
      return 'profiles list';
    },
    shows: /^\* +production/m,
  },
  'profiles use': {
    words: ({ demo }) => `profiles use production --tenant ${demo.slug}`,
    shows: /is used from now on/,
  },
  'profiles remove': {
    words: async (live, run) => {
      await live.tandem(`login --profile staging${run} --key ${live.rootKey}`);
      return `profiles remove staging${run}`;
    },
    shows: /"staging" and its key are forgotten/,
  },
};
