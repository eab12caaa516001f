import { randomUUID } from 'node:crypto';
import { createWebhookLine, type Faults } from '../../../faults/index.ts';
import { signBody } from '../../../proof/sign-body.ts';
import type { WebhookPoster } from './post-webhook.ts';
import type { Message } from './world.ts';

/** One event for one receiver (contracts/chatwoot.md §1). */
export interface WebhookJob {
  kind: 'agent_bot' | 'account_webhook' | 'api_inbox';
  event: string;
  url: string;
  secret: string;
  /** Called once, when the job runs: bodies for bots are built before, the others then (§11, trap 3). */
  body: () => string;
  message: Message | null;
}

/** A delivery's end, also of each attempt that will be repeated. */
export interface DeliveryReport {
  job: WebhookJob;
  deliveryId: string;
  attempt: number;
  /** Null: no answer. */
  status: number | null;
  outcome: 'delivered' | 'retried' | 'failed';
}

export interface Delivery {
  put(job: WebhookJob): void;
  /** Webhooks waiting, under way, held back by a fault or to be repeated. */
  pendingCount(): number;
  /** Resolves when nothing is pending. */
  settled(): Promise<void>;
  close(): void;
}

interface DeliveryOptions {
  faults: Faults;
  poster: WebhookPoster;
  now: () => number;
  /** Chatwoot's job workers. */
  concurrency: number;
  retryDelayMs: number;
  report: (report: DeliveryReport) => void;
}

interface Task {
  job: WebhookJob;
  deliveryId: string;
  attempt: number;
  body: string | null;
}

const attemptsMax = 3;

/** Sends webhooks as Chatwoot's workers do: many at once, in no promised order, retried only for bots (§6). */
export function createDelivery(options: DeliveryOptions): Delivery {
  const line = createWebhookLine(options.faults);
  const retries = new Set<NodeJS.Timeout>();
  let queue: Task[] = [];
  let head = 0;
  let running = 0;
  let isClosed = false;
  let waiters: (() => void)[] = [];

  const pendingCount = () => queue.length - head + running + retries.size + line.heldCount();

  function enqueue(task: Task): void {
    queue.push(task);
    pump();
  }

  function pump(): void {
    while (running < options.concurrency && head < queue.length) {
      const task = queue[head];
      head += 1;
      if (task === undefined) continue;
      running += 1;
      void run(task);
    }
    if (head === queue.length) {
      queue = [];
      head = 0;
    }
  }

  async function run(task: Task): Promise<void> {
    const status = await attempt(task);
    running -= 1;
    if (isClosed) return;
    conclude(task, status);
    pump();
    if (pendingCount() > 0) return;
    const settled = waiters;
    waiters = [];
    for (const resolve of settled) resolve();
  }

  async function attempt(task: Task): Promise<number | null> {
    const { job, deliveryId } = task;
    task.body ??= job.body();
    try {
      const headers = signedHeaders(job.secret, deliveryId, task.body, options.now());
      return await options.poster.post({ url: job.url, headers, body: task.body });
    } catch {
      return null;
    }
  }

  function conclude(task: Task, status: number | null): void {
    const { job, deliveryId, attempt: number } = task;
    const report = (outcome: DeliveryReport['outcome']) =>
      options.report({ job, deliveryId, attempt: number, status, outcome });
    const isTaken = status !== null && status >= 200 && status < 300;
    const isRetried = job.kind === 'agent_bot' && (status === 429 || status === 500) && number < attemptsMax;
    report(isTaken ? 'delivered' : isRetried ? 'retried' : 'failed');
    if (!isRetried) return;
    const timer = setTimeout(() => {
      retries.delete(timer);
      enqueue({ ...task, attempt: number + 1 });
    }, options.retryDelayMs);
    retries.add(timer);
  }

  return {
    put(job) {
      if (isClosed) return;
      const deliveryId = randomUUID();
      const body = job.kind === 'agent_bot' ? job.body() : null;
      line.put(job.event, () => enqueue({ job, deliveryId, attempt: 1, body }));
    },
    pendingCount,
    settled: () =>
      pendingCount() === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
    close() {
      isClosed = true;
      line.close();
      for (const timer of retries) clearTimeout(timer);
      retries.clear();
      queue = [];
      head = 0;
    },
  };
}

/** Source: contracts/chatwoot.md §5. An empty secret: an old version, which does not sign. */
function signedHeaders(
  secret: string,
  deliveryId: string,
  body: string,
  nowMs: number,
): Record<string, string> {
  const plain = { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'Ruby' };
  if (secret === '') return plain;
  const timestamp = String(Math.floor(nowMs / 1_000));
  return {
    ...plain,
    'x-chatwoot-delivery': deliveryId,
    'x-chatwoot-timestamp': timestamp,
    'x-chatwoot-signature': signBody({ secret, timestamp, body }),
  };
}
