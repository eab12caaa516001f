/** A webhook as a fake hands it over. */
interface OutgoingWebhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** One attempt at a webhook, and what Tandem said to it. */
export interface PostedWebhook {
  body: string;
  deliveryId: string | undefined;
  startedAtMs: number;
  answeredAtMs: number;
  /** Null: nothing. */
  status: number | null;
  /** `accepted`, `duplicate` or `ignored` of a 2xx. */
  outcome: string | null;
}

/** Sends a fake's webhooks over HTTP and reports each attempt. `timeoutMs` null: waits for ever. */
export function createPoster(input: { timeoutMs: number | null; report: (posted: PostedWebhook) => void }) {
  const closing = new AbortController();

  return {
    async post({ url, headers, body }: OutgoingWebhook): Promise<number> {
      const startedAtMs = Date.now();
      const report = (status: number | null, outcome: string | null) => {
        const deliveryId = headers['x-chatwoot-delivery'];
        input.report({ body, deliveryId, startedAtMs, answeredAtMs: Date.now(), status, outcome });
      };
      const signals = input.timeoutMs === null ? [] : [AbortSignal.timeout(input.timeoutMs)];
      try {
        const signal = AbortSignal.any([closing.signal, ...signals]);
        const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
        report(response.status, outcomeIn(await response.text()));
        return response.status;
      } catch (error) {
        report(null, null);
        throw error;
      }
    },
    async close(): Promise<void> {
      closing.abort();
    },
  };
}

function outcomeIn(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    const hasStatus = typeof body === 'object' && body !== null && 'status' in body;
    return hasStatus && typeof body.status === 'string' ? body.status : null;
  } catch {
    return null;
  }
}
