import type { AdminRouter } from '@tandem/api/router';
import { createTRPCClient, httpLink } from '@trpc/client';

/** The admin surface of one installation, typed by its router. */
export type AdminClient = ReturnType<typeof createAdminClient>;

/** `url`: of the api, such as `https://tandem.example.com`. Nothing is sent before a procedure is called. */
export function createAdminClient(options: { url: string; key: string }) {
  const url = `${options.url.replace(/\/+$/, '')}/trpc`;
  const headers = { authorization: `Bearer ${options.key}` };
  return createTRPCClient<AdminRouter>({ links: [httpLink({ url, headers })] });
}
