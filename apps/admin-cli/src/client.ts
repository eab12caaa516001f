import type { AdminRouter } from '@tandem/api/router';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';

/** The admin surface of one installation, typed by its router. */
export type AdminClient = ReturnType<typeof createAdminClient>;

/** `url`: of the api, such as `https://tandem.example.com`. Nothing is sent before a procedure is called. */
export function createAdminClient(options: { url: string; key: string }) {
  const url = `${options.url.replace(/\/+$/, '')}/trpc`;
  const headers = { authorization: `Bearer ${options.key}` };
  const fetchWithKey: typeof fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } });
  const followed = httpSubscriptionLink({
    url,
    EventSource,
    eventSourceOptions: { fetch: fetchWithKey },
  });
  const asked = httpLink({ url, headers });
  return createTRPCClient<AdminRouter>({
    links: [splitLink({ condition: ({ type }) => type === 'subscription', true: followed, false: asked })],
  });
}
