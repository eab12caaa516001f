import type { RetiredSecret } from '@tandem/db';
import type { WebhookConnection } from '../intake/context.ts';
import type { DirectoryContext } from './context.ts';
import type { WebhookRoute } from './webhook-route.ts';

/** A route as the webhook path needs it; its `secrets` hold without an end. */
export interface HeldRoute extends WebhookConnection {
  /** Valid beside them, each until its own end. */
  retired: readonly RetiredSecret[];
}

type Opener = Pick<DirectoryContext, 'upstreams' | 'open'>;

/**
 * Opens the secrets of a route. Throws when they are sealed with a key that is not there. All in one object, written out: a
 * process holds very many, and one that is kept inside another and spread takes two fifths more.
 */
export function holdRoute(context: Opener, route: WebhookRoute): HeldRoute {
  const { own } = route;
  const opened = own && context.open(route.tenantId, own);
  const until = own?.settings.awaitsSecretUntilMs;
  return {
    tenantId: route.tenantId,
    connectionId: route.connectionId,
    active: route.active,
    dialect: route.dialect,
    accountId: route.accountId,
    inboxId: route.inboxId,
    secrets: opened ? opened.webhookSecrets : defaultSecrets(context, route),
    awaitsSecretUntilMs: typeof until === 'number' ? until : null,
    pathKeyAlone: route.pathKeyAlone,
    welcomesOnOpen: route.welcomesOnOpen,
    answerWhen: route.answerWhen,
    autoResumeMinutes: route.autoResumeMinutes,
    retired: opened?.retiredWebhookSecrets ?? none,
  };
}

const none: readonly RetiredSecret[] = [];

/** With the secrets that are valid now. Pure. */
export function connectionAt(held: HeldRoute, nowMs: number): WebhookConnection {
  if (held.retired.length === 0) return held;
  const { retired, ...connection } = held;
  const valid = retired.filter(({ validUntilMs }) => validUntilMs > nowMs).map(({ secret }) => secret);
  return { ...connection, secrets: [...held.secrets, ...valid] };
}

const defaultSecrets = ({ upstreams }: Opener, route: WebhookRoute): readonly string[] =>
  route.dialect === null ? upstreams.chatwootSecrets : upstreams.botpressSecrets;
