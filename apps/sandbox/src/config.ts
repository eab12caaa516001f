import { zHttpUrl, zPort } from '@tandem/runtime';
import { z } from 'zod';

/** What the sandbox reads. It shows and changes made-up data only, to whoever can reach `SANDBOX_HOST`. */
export const zSandboxEnvironment = z.object({
  SANDBOX_PORT: zPort.default(3_002),
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  TANDEM_API_URL: zHttpUrl.default('http://127.0.0.1:3000'),
  TANDEM_ROOT_KEY: z.string(),
});
export type SandboxConfig = z.output<typeof zSandboxEnvironment>;
