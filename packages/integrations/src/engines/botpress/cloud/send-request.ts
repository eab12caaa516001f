import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudPace } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { readAnswer } from '../read-answer.ts';
import { planRetry } from './plan-retry.ts';
import type { CloudSettings } from './settings.ts';
import { zAnything } from './wire.ts';

export interface CloudContext {
  http: Http;
  /** 0 to 1, for the spread of waits. */
  random(): number;
  /** Rejects when the signal ends it. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemWait = async (delayMs: number, signal?: AbortSignal): Promise<void> => {
  await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
};

export interface CloudRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  body: { json: unknown } | { text: string; contentType: string } | null;
  /** False for signed upload URLs, which are no place for a bearer token. */
  authenticated: boolean;
}

const attemptsMaxDefault = 4;

/** Requests whose repetition would make a second one of what they make. */
const creatingPaths = ['/v1/admin/bots', '/v1/admin/bots/baks', '/v1/files/knowledge-bases'];

/**
 * Sends one request of the cloud's APIs and answers its JSON. The one place of retries and of who we say we are: nothing
 * comes from the process's environment. Throws `UpstreamError`.
 */
export async function sendRequest(
  context: CloudContext,
  input: { settings: CloudSettings; pace: CloudPace; request: CloudRequest },
): Promise<unknown> {
  const { pace } = input;
  for (let attempt = 1; ; attempt += 1) {
    await pace.budget?.();
    try {
      return await sendOnce(context, input);
    } catch (error) {
      const { attemptsMax = attemptsMaxDefault } = pace;
      const waitMs = planRetry({ error, attempt, attemptsMax, random: context.random() });
      if (waitMs === null) throw error;
      await context.wait(waitMs, pace.signal);
    }
  }
}

async function sendOnce(
  context: CloudContext,
  { settings, request }: { settings: CloudSettings; request: CloudRequest },
): Promise<unknown> {
  const { method, url, body, authenticated } = request;
  const { host, pathname } = new URL(url);
  const creates = creatingPaths.some((path) => pathname.endsWith(path));
  const doubles = authenticated && method === 'POST' && creates;
  const response = await context.http.request({
    method,
    url,
    headers: {
      'user-agent': 'tandem',
      ...(authenticated ? identity(settings) : {}),
      ...(body !== null && 'text' in body ? { 'content-type': body.contentType } : {}),
    },
    ...(body === null ? {} : 'text' in body ? { text: body.text } : { json: body.json }),
    timeoutMs: settings.timeoutMs,
    write: doubles,
  });
  // The path of a signed URL may be a secret itself.
  const label = authenticated ? `${host}: ${method} ${pathname}` : `${host}: ${method} upload`;
  return readAnswer(response, {
    label,
    schema: zAnything,
    serverError: doubles ? 'unknown-outcome' : 'failed',
  });
}

const identity = ({ token, botId, workspaceId }: CloudSettings): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(botId === null ? {} : { 'x-bot-id': botId }),
  ...(workspaceId === null ? {} : { 'x-workspace-id': workspaceId }),
});
