import { Agent } from 'undici';
import { createWebhookLine, type Faults } from '../../../faults/index.ts';

/** A webhook a fake sends. */
export interface FakeWebhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Carries one webhook and returns the status of the answer; rejects when there is none. */
export interface FakePoster {
  post(webhook: FakeWebhook): Promise<number>;
  close(): Promise<void>;
}

/** One webhook's end; `status` is null when nobody answered. */
export interface FakeDelivery {
  operation: string;
  url: string;
  status: number | null;
}

/** Sends a fake's webhooks: one attempt each, never a retry, each its own request (contracts/botpress.md §1a). */
export interface FakePostman {
  /** Resolves once the webhook was answered or failed; at once when a fault holds it back. Never rejects. */
  post(operation: string, webhook: FakeWebhook): Promise<void>;
  heldCount(): number;
  close(): Promise<void>;
}

export function createPostman(input: {
  faults: Faults;
  poster: FakePoster;
  report: (delivery: FakeDelivery) => void;
}): FakePostman {
  const line = createWebhookLine(input.faults);

  async function send(operation: string, webhook: FakeWebhook): Promise<void> {
    const status = await input.poster.post(webhook).catch(() => null);
    input.report({ operation, url: webhook.url, status });
  }

  return {
    post(operation, webhook) {
      let answered: Promise<void> | null = null;
      line.put(operation, () => {
        answered = send(operation, webhook);
      });
      return answered ?? Promise.resolve();
    },
    heldCount: () => line.heldCount(),
    async close() {
      line.close();
      await input.poster.close();
    },
  };
}

/** Over keep-alive connections and without a timeout: their client has none (contracts/botpress.md §1a). */
export function createPoster(): FakePoster {
  const agent = new Agent({ connections: 64, headersTimeout: 0, bodyTimeout: 0, allowH2: false });
  return {
    async post({ url, headers, body }) {
      const { origin, pathname, search } = new URL(url);
      const answer = await agent.request({
        origin,
        path: `${pathname}${search}`,
        method: 'POST',
        headers,
        body,
      });
      await answer.body.dump();
      return answer.statusCode;
    },
    close: () => agent.destroy(),
  };
}
