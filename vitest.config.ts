import { defineConfig } from 'vitest/config';

const times = { testTimeout: 30_000, hookTimeout: 60_000 };
const shared = ['packages/{core,schemas}/{src,test}/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['./packages/testkit/src/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    projects: [
      // Their files load the same modules and keep nothing in them: loaded once, they take half the time.
      { test: { name: 'shared', include: shared, isolate: false, ...times } },
      {
        test: {
          name: 'alone',
          include: ['{packages,apps}/*/{src,test}/**/*.test.ts', '{bench,chaos,e2e,scripts}/**/*.test.ts'],
          exclude: [...shared, '**/node_modules/**'],
          ...times,
        },
      },
    ],
  },
});
