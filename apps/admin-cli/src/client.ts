import type { AdminRouter } from '@tandem/api/router';
import { createTRPCClient, getFetch, httpLink } from '@trpc/client';
import { createPatientFetch, type Patience } from './patient-fetch.ts';

/** The admin surface of one installation, typed by its router. */
export type AdminClient = ReturnType<typeof createAdminClient>;

/** `url`: of the api, such as `https://tandem.example.com`. Nothing is sent before a procedure is called. */
export function createAdminClient(options: { url: string; key: string; patience: Patience }) {
  const url = `${options.url.replace(/\/+$/, '')}/trpc`;
  const headers = { authorization: `Bearer ${options.key}` };
  const fetch = createPatientFetch(getFetch(), options.patience);
  return createTRPCClient<AdminRouter>({ links: [httpLink({ url, headers, fetch })] });
}
