import { Agent, type Dispatcher } from 'undici';

/** One POST of a webhook; the answer's body is ignored, as Chatwoot ignores it (contracts/chatwoot.md §6). */
export interface PostedWebhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookPoster {
  /** The status; rejects on timeout or when nobody answers. */
  post(webhook: PostedWebhook): Promise<number>;
  close(): Promise<void>;
}

/** Posts over keep-alive connections, so that thousands a second cost little. */
export function createWebhookPoster(options: { timeoutMs: number }): WebhookPoster {
  const agent = new Agent({
    connect: { timeout: options.timeoutMs },
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    allowH2: false,
  });
  return {
    post({ url, headers, body }) {
      return new Promise((resolve, reject) => {
        const { origin, pathname, search } = new URL(url);
        agent.dispatch(
          { origin, path: `${pathname}${search}`, method: 'POST', headers, body },
          statusOnly(resolve, reject),
        );
      });
    },
    close: () => agent.destroy(),
  };
}

function statusOnly(
  resolve: (status: number) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  let status = 0;
  return {
    onRequestStart() {},
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData() {},
    onResponseEnd: () => resolve(status),
    onResponseError: (_controller, error) => reject(error),
  };
}
