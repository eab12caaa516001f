import { type axios, isApiError } from '@botpress/client';
import type { z } from 'zod';
import { type CloudPace, UpstreamError } from '../../../contract/index.ts';
import { type CloudContext, sendRequest } from './send-request.ts';
import type { CloudSettings } from './settings.ts';

const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/**
 * Makes a client of `@botpress/client` send everything through our own way out: guarded addresses, no redirects, no
 * proxies, capped answers, our retries, our headers. The package itself offers none of these (contracts/botpress.md §5).
 */
export function routeThroughHttp<Client extends object>(
  context: CloudContext,
  input: { client: Client; settings: CloudSettings; pace: CloudPace },
): Client {
  const { client, settings, pace } = input;
  const { defaults } = axiosOf(client);
  // Bodies stay values: they become JSON where the request is written.
  defaults.transformRequest = [];
  defaults.adapter = async (config) => {
    const method = methods.find((one) => one === config.method?.toUpperCase());
    if (method === undefined) throw new UpstreamError('rejected', `not a method we send: ${config.method}`);
    const data: unknown = await sendRequest(context, {
      settings,
      pace,
      request: {
        method,
        url: `${settings.apiUrl}${config.url ?? ''}`,
        body: config.data === undefined ? null : { json: config.data },
        authenticated: true,
      },
    });
    return { data, status: 200, statusText: '', headers: {}, config };
  };
  return client;
}

/** Awaits a call of the package, reads the fields we need, and throws what the upstream did instead of their wrapper of it. */
export async function callCloud<Schema extends z.ZodType>(
  schema: Schema,
  call: () => Promise<unknown>,
): Promise<z.output<Schema>> {
  const answer = schema.safeParse(
    await call().catch((error: unknown) => {
      throw isApiError(error) && error.error instanceof Error ? error.error : error;
    }),
  );
  if (answer.success) return answer.data;
  throw new UpstreamError('malformed', `Botpress answered without ${answer.error.issues[0]?.path.join('.')}`);
}

/** The package keeps its axios instance private, and its adapter is the only place where requests can be taken over. */
function axiosOf(client: object): axios.AxiosInstance {
  return (client as { axiosInstance: axios.AxiosInstance }).axiosInstance;
}
