import { z } from 'zod';
import { limitEnvironment, zApiEnvironment, zWorkerEnvironment } from './environment.ts';

/** What the CLI reads. */
export const zCliEnvironment = z.object({
  TANDEM_URL: z
    .string()
    .optional()
    .describe('where the api answers; http://127.0.0.1:3000 when nothing says so'),
  TANDEM_KEY: z.string().optional().describe('an API key'),
  TANDEM_PROFILE: z.string().optional().describe('the profile of `tandem login` to use'),
  TANDEM_TENANT: z.string().optional().describe('the tenant that is meant where a command names none'),
});

/** Read by the sandbox alone. */
const sandboxNames = ['TANDEM_API_URL'] as const;

/** Every name with a prefix of ours that something of the product reads. */
export const knownNames: readonly string[] = [
  ...new Set([
    ...Object.keys(zApiEnvironment.shape),
    ...Object.keys(zWorkerEnvironment.shape),
    ...Object.keys(limitEnvironment),
    ...Object.keys(zCliEnvironment.shape),
    ...sandboxNames,
  ]),
];
