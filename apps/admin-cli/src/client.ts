import type { AdminRouter } from '@tandem/api/router';
import { createTRPCClient, getFetch, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import { createPatientFetch, type Patience } from './patient-fetch.ts';

/** The admin surface of one installation, typed by its router. */
export type AdminClient = ReturnType<typeof createAdminClient>;

/**
 * `url`: of the api, such as `https://tandem.example.com`. Nothing is sent before a procedure is called. Subscriptions come
 * as server-sent events and go on by themselves, behind the last event, after a connection was lost.
 */
export function createAdminClient(options: { url: string; key: string; patience: Patience }) {
  const url = `${options.url.replace(/\/+$/, '')}/trpc`;
  const headers = { authorization: `Bearer ${options.key}` };
  return createTRPCClient<AdminRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url,
          EventSource,
          eventSourceOptions: {
            fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
          },
        }),
        false: httpLink({ url, headers, fetch: createPatientFetch(getFetch(), options.patience) }),
      }),
    ],
  });
}
