import type { BudgetScope } from '@tandem/integrations/contract';
import type { AdminContext } from '../../admin/admin-context.ts';
import { defineCheck, type Opinion, ok, warn } from '../check.ts';

type Limits = Record<BudgetScope['kind'], number>;

const subject = 'LIMIT_*';

/** What the upstreams take by default: contracts/chatwoot.md §10.5, contracts/botpress.md §1a. */
const upstreams = [
  {
    kind: 'chatwoot-host',
    variable: 'LIMIT_CHATWOOT_HOST_PER_MIN',
    takes: 3_000,
    whose: 'a Chatwoot takes 3,000 requests a minute from one address (RACK_ATTACK_LIMIT)',
  },
  {
    kind: 'chatwoot-conversation',
    variable: 'LIMIT_CHATWOOT_CONVERSATION_PER_MIN',
    takes: 200,
    whose: 'a conversation takes 200 messages a minute (CONVERSATION_MESSAGE_PER_MINUTE_LIMIT)',
  },
  {
    kind: 'botpress-bot',
    variable: 'LIMIT_BOTPRESS_BOT_PER_MIN',
    takes: 600,
    whose: 'a bot takes 600 messages and events a minute',
  },
] as const;

export const budgetsLimits = defineCheck({
  name: 'budgets.limits',
  means:
    'Where we allow ourselves more than an upstream takes, it answers 429 to everybody, also to tenants that asked for little.',
  cure: 'Lower `LIMIT_*`, or raise the limit of the upstream (`RACK_ATTACK_ALLOWED_IPS`) and leave this as it is.',
  gather: async ({ vitals }: AdminContext) => vitals.limits,
  judge: (limits: Limits): Opinion[] => {
    const found = upstreams.flatMap(({ kind, variable, takes, whose }) => {
      const limit = limits[kind];
      const cure = `Set ${variable}=${takes}, or make sure that the upstream takes more from you.`;
      if (limit === 0) return [warn(subject, `${variable} is off: ${whose}, the rest fails.`, cure)];
      return limit > takes ? [warn(subject, `${variable} is ${limit}: ${whose}, the rest fails.`, cure)] : [];
    });
    return found.length > 0 ? found : [ok(subject, 'No more than the upstreams take by default.')];
  },
});
