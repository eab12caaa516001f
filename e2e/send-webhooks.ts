import { signed } from '../apps/api/test/open-api.ts';
import type { OneProcess } from './open-processes.ts';

export interface Refusal {
  status: number;
  secret: string;
  answer: string;
}

export interface WebhookLoad {
  /** Sends over these processes by turns from now on. */
  over(processes: readonly OneProcess[]): void;
  /** Answers once so many more have been answered. */
  more(count: number): Promise<void>;
  /** Answers how many were sent, and which were not taken. */
  stop(): Promise<{ sent: number; refused: Refusal[] }>;
}

const atOnce = 4;

/**
 * Keeps sending signed webhooks of customers' messages, as Chatwoot signs them (contracts/chatwoot.md §5), by turns with each
 * of the secrets that are valid by now.
 */
export function sendWebhooks(input: {
  path: string;
  inboxId: number;
  secrets: () => readonly string[];
  now?: () => Date;
}): WebhookLoad {
  const { path, inboxId, secrets, now = () => new Date() } = input;
  let targets: readonly OneProcess[] = [];
  let stopped = false;
  let sent = 0;
  const refused: Refusal[] = [];
  const waiting: { at: number; go(): void }[] = [];

  const one = async (): Promise<void> => {
    sent += 1;
    const number = sent;
    const known = secrets();
    const secret = known[number % known.length] ?? '';
    const target = targets[number % targets.length];
    const response = await sendUntilStored(target, () =>
      signedMessage({ number, inboxId, secret, now: now() }),
    );
    if (response?.status !== 200) {
      refused.push({ status: response?.status ?? 0, secret, answer: (await response?.text()) ?? '' });
    }
    for (const each of waiting.filter(({ at }) => at <= sent)) {
      waiting.splice(waiting.indexOf(each), 1);
      each.go();
    }
  };
  /** A machine under load may answer 500, which has a bot's webhook sent again, three times in all (contracts/chatwoot.md §6). */
  const sendUntilStored = async (target: OneProcess | undefined, webhook: () => RequestInit) => {
    let response = await target?.request(path, webhook());
    for (let attempt = 2; attempt <= 3 && response?.status === 500; attempt += 1)
      response = await target?.request(path, webhook());
    return response;
  };
  const sender = async (): Promise<void> => {
    while (!stopped) {
      if (targets.length > 0) await one();
      // Others get their turn: an app in this process may answer without ever waiting.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const senders = Array.from({ length: atOnce }, sender);
  return {
    over: (processes) => {
      targets = processes;
    },
    more: (count) => new Promise((go) => waiting.push({ at: sent + count, go })),
    stop: async () => {
      stopped = true;
      await Promise.all(senders);
      return { sent, refused };
    },
  };
}

/** A customer's message; in a conversation that humans have it is stored, and nothing upstream is called for it. */
export function signedMessage(input: {
  number: number;
  inboxId: number;
  secret: string;
  now: Date;
  /** Humans have it when not given. */
  status?: 'open' | 'pending';
  text?: string;
  /** Laid over the conversation. */
  more?: object;
}): RequestInit {
  const { number, inboxId, secret, now, status = 'open', text = 'hello', more } = input;
  const body = JSON.stringify({
    event: 'message_created',
    id: number,
    message_type: 'incoming',
    private: false,
    content: text,
    content_type: 'text',
    content_attributes: {},
    inbox: { id: inboxId },
    conversation: {
      id: 1 + (number % 50),
      inbox_id: inboxId,
      status,
      updated_at: now.getTime() / 1_000,
      ...more,
    },
    sender: { id: 7, name: 'Rosa' },
  });
  const atS = Math.floor(now.getTime() / 1_000);
  return signed(body, secret, atS);
}
