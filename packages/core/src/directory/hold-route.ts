import type { RetiredSecret } from '@tandem/db';
import type { WebhookConnection } from '../intake/context.ts';
import type { DirectoryContext } from './context.ts';
import type { WebhookRoute } from './webhook-route.ts';

/** A route as the webhook path needs it. */
export interface HeldRoute {
  /** With the secrets that hold without an end. */
  connection: WebhookConnection;
  retired: readonly RetiredSecret[];
}

type Opener = Pick<DirectoryContext, 'upstreams' | 'open'>;

/** Opens the secrets of a route. Throws when they are sealed with a key that is not there. */
export function holdRoute(context: Opener, route: WebhookRoute): HeldRoute {
  const { own, ...rest } = route;
  const opened = own && context.open(route.tenantId, own);
  const until = own?.settings.awaitsSecretUntilMs;
  const connection: WebhookConnection = {
    ...rest,
    secrets: opened ? opened.webhookSecrets : defaultSecrets(context, route),
    awaitsSecretUntilMs: typeof until === 'number' ? until : null,
  };
  return { connection, retired: opened?.retiredWebhookSecrets ?? none };
}

const none: readonly RetiredSecret[] = [];

/** With the secrets that are valid now. Pure. */
export function connectionAt({ connection, retired }: HeldRoute, nowMs: number): WebhookConnection {
  if (retired.length === 0) return connection;
  const valid = retired.filter(({ validUntilMs }) => validUntilMs > nowMs).map(({ secret }) => secret);
  return { ...connection, secrets: [...connection.secrets, ...valid] };
}

const defaultSecrets = ({ upstreams }: Opener, route: WebhookRoute): readonly string[] =>
  route.dialect === null ? upstreams.chatwootSecrets : upstreams.botpressSecrets;
