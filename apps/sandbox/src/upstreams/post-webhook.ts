/** A webhook as a fake hands it over. */
export interface OutgoingWebhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** How it went: what was sent, and what Tandem said to it. */
export interface PostedWebhook {
  /** The parsed body; null when it is no JSON. */
  sent: unknown;
  /** Null: nobody answered. */
  status: number | null;
  /** The parsed answer; null when there is none. */
  answer: unknown;
  durationMs: number;
  atMs: number;
}

export interface WebhookPoster {
  post(webhook: OutgoingWebhook): Promise<number>;
  close(): Promise<void>;
}

/** Sends a fake's webhooks over HTTP and reports each with its answer, which real upstreams throw away. */
export function createWebhookPoster(options: {
  /** Null: waits for ever. */
  timeoutMs: number | null;
  report: (posted: PostedWebhook) => void;
}): WebhookPoster {
  const closing = new AbortController();

  async function send({ url, headers, body }: OutgoingWebhook): Promise<{ status: number; answer: unknown }> {
    const { timeoutMs } = options;
    const signals = timeoutMs === null ? [] : [AbortSignal.timeout(timeoutMs)];
    const signal = AbortSignal.any([closing.signal, ...signals]);
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, answer: parsed(await response.text()) };
  }

  return {
    async post(webhook) {
      const atMs = Date.now();
      const startedAtMs = performance.now();
      const report = (status: number | null, answer: unknown) => {
        if (closing.signal.aborted) return;
        const durationMs = performance.now() - startedAtMs;
        options.report({ sent: parsed(webhook.body), status, answer, durationMs, atMs });
      };
      try {
        const { status, answer } = await send(webhook);
        report(status, answer);
        return status;
      } catch (error) {
        report(null, null);
        throw error;
      }
    },
    async close() {
      closing.abort();
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
