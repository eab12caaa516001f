import { type AllIntegrations, createIntegrations } from '@tandem/integrations';
import {
  createUpstreamBudgets,
  type RedisLink,
  type UpstreamBudgets,
  type UpstreamBudgetsInput,
} from '@tandem/queue';
import { showBudgets, showRequests, type Tracing, tellAll } from '@tandem/telemetry';
import type { FoundationInput } from './open-foundation.ts';

export interface Upstreams {
  integrations: AllIntegrations;
  /** What every request to an upstream is paid from; undefined where nothing is limited. */
  budgets: UpstreamBudgets | undefined;
  /** Requests a minute, by what is limited; 0 is off. */
  limits: UpstreamBudgetsInput['limits'];
}

/** Everything that talks to upstreams, on one pool of connections and within the installation's budgets. */
export function openUpstreams(
  input: FoundationInput & { redis: RedisLink; tracing: Tracing | null },
): Upstreams {
  const { environment, resources, registry, redis, tracing } = input;
  const limits = {
    'chatwoot-host': environment.LIMIT_CHATWOOT_HOST_PER_MIN,
    'chatwoot-conversation': environment.LIMIT_CHATWOOT_CONVERSATION_PER_MIN,
    'botpress-bot': environment.LIMIT_BOTPRESS_BOT_PER_MIN,
  };
  const budgets = createUpstreamBudgets({ redis, limits });
  showBudgets(registry, { budgets, limits });
  const integrations = createIntegrations({
    allowPrivate: environment.UPSTREAM_ALLOW_PRIVATE,
    budgets,
    observe: tellAll(showRequests(registry), tracing?.observeRequest),
  });
  resources.defer('upstream connections', () => integrations.close());
  return { integrations, budgets, limits };
}
