import { z } from 'zod';

const zPort = z.coerce
  .number('must be a port')
  .int('must be a whole number')
  .min(0, 'must be from 0 to 65535')
  .max(65_535, 'must be from 0 to 65535');
const zHttpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((url) => url.replace(/\/+$/, ''));

/** What the sandbox reads. It shows and changes made-up data only, to whoever can reach `SANDBOX_HOST`. */
export const zSandboxEnvironment = z.object({
  SANDBOX_PORT: zPort.default(3_002),
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  TANDEM_API_URL: zHttpUrl.default('http://127.0.0.1:3000'),
  TANDEM_ROOT_KEY: z.string(),
});
export type SandboxConfig = z.output<typeof zSandboxEnvironment>;
