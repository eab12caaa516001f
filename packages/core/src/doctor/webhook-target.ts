import type { WebhookKeyOwner } from '@tandem/db';
import type { ConnectionId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { isWebhookUrl, ownerOfUrl } from '../onboarding/webhook-url.ts';
import { broken, type Opinion, ok, warn } from './check.ts';

type Provider = 'chatwoot' | 'botpress';

/** Where an upstream sends its webhooks, as told by itself. */
export type WebhookTarget =
  | { kind: 'nowhere' }
  /** Not under our `PUBLIC_URL`. */
  | { kind: 'elsewhere'; host: string }
  | { kind: 'keyless' }
  /** Ours, with a key that nobody has. */
  | { kind: 'unknown-key' }
  | { kind: 'other-connection' }
  | { kind: 'retiring'; until: Date }
  | { kind: 'right' };

/** Reads where a URL leads to. The URL itself is a secret and goes no further. */
export async function readWebhookTarget(
  context: AdminContext,
  input: { provider: Provider; url: string | null; connectionId: ConnectionId | null },
): Promise<WebhookTarget> {
  const { provider, url, connectionId } = input;
  if (url === null) return { kind: 'nowhere' };
  if (!isWebhookUrl(context, url)) return { kind: 'elsewhere', host: URL.parse(url)?.host ?? 'no address' };
  const bare = url.replace(/\/+$/, '');
  if (bare.endsWith(`/api/webhooks/chatbot/${provider}`)) return { kind: 'keyless' };
  const owner: WebhookKeyOwner | null = await ownerOfUrl(context, { provider, url: bare });
  if (owner === null) return { kind: 'unknown-key' };
  if (owner.connectionId !== connectionId) return { kind: 'other-connection' };
  return owner.validUntil === null ? { kind: 'right' } : { kind: 'retiring', until: owner.validUntil };
}

interface JudgeInput {
  subject: string;
  target: WebhookTarget;
  /** The installation's own upstreams send without a key. */
  isKeyless: boolean;
  /** How it is set right. */
  cure: string;
}

/** Whether webhooks arrive at the connection. Pure. */
export function judgeWebhookTarget({ subject, target, isKeyless, cure }: JudgeInput): Opinion {
  switch (target.kind) {
    case 'right':
      return ok(subject, 'It sends to this connection.');
    case 'keyless':
      if (isKeyless) return ok(subject, 'It sends here.');
      return broken(subject, 'It sends here without the key of this connection: webhooks are refused.', cure);
    case 'nowhere':
      return broken(subject, 'It sends nowhere: nothing it hears comes here.', cure);
    case 'elsewhere': {
      const message = `It sends to ${target.host}, which is not our PUBLIC_URL: nothing it hears comes here.`;
      return broken(subject, message, cure);
    }
    case 'unknown-key':
      return broken(
        subject,
        'It sends here under a key that is not known any more: webhooks are refused.',
        cure,
      );
    case 'other-connection':
      return broken(subject, "It sends here under another connection's key.", cure);
    case 'retiring': {
      const message = `It still sends under the key that was replaced, which ends at ${target.until.toISOString()}.`;
      return warn(subject, message, cure);
    }
  }
}
