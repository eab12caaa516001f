import type { BudgetHeadroom } from '@tandem/queue';
import { CannotLook, defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';

/** What is left when a scope is asked for as much as its limit allows: who wants more than a share leaves half, and a bit comes in. */
const shortShare = 0.6;

const names: Record<BudgetHeadroom['kind'], string> = {
  'chatwoot-host': 'requests to its Chatwoot',
  'chatwoot-conversation': 'messages to a conversation',
  'botpress-bot': 'messages to its bot',
};

export const budgetsHeadroom = defineCheck({
  name: 'budgets.headroom',
  means: 'When a host or a bot is asked for as much as `LIMIT_*` allows, replies wait for their turn.',
  cure: "Raise the upstream's limit and `LIMIT_*` with it, or give tenants hosts and bots of their own.",
  gather: async ({ context: { vitals }, channel, engine }: Chart): Promise<BudgetHeadroom[]> => {
    const scopes = vitals.probes.budgetScopes({
      ...(channel && { chatwootUrl: channel.baseUrl }),
      ...(engine && { engine }),
    });
    const { reached } = await vitals.redis();
    if (!reached) throw new CannotLook('Redis does not answer: every process guesses its share.');
    return await vitals.headroom(scopes);
  },
  judge: (headroom: BudgetHeadroom[]): Opinion[] => {
    const short = headroom.filter(({ left }) => left < shortShare);
    if (short.length === 0) return [ok('budgets', 'Nothing waits for its turn.')];
    return short.map(({ kind, limit }) =>
      warn(
        names[kind],
        `As many as ${limit} a minute are being used: replies wait for their turn.`,
        "Raise the upstream's limit (RACK_ATTACK_ALLOWED_IPS, RACK_ATTACK_LIMIT) and LIMIT_* with it, or give busy tenants a host or bot of their own.",
      ),
    );
  },
});
