import { broken, defineCheck, type Opinion, ok } from '../check.ts';
import type { Chart } from './chart.ts';

interface Facts {
  agentId: number | null;
  teamId: number | null;
  agentIds: readonly number[];
  teamIds: readonly number[];
}

const subject = 'escalationRules';

/** An assignee that is not there silently takes the conversation from everybody (contracts/chatwoot.md §10.3). */
export const handoffAssignee = defineCheck({
  name: 'handoff.assignee',
  means: 'A handoff to an agent or a team that is not in the account reaches nobody.',
  cure: 'Set `escalationRules.agentId` or `.teamId` to one that is.',
  gather: async ({ config, desk }: Chart): Promise<Facts> => {
    const { agentId, teamId } = config.escalationRules;
    const isAsked = config.enableHumanHandoff;
    return {
      agentId: isAsked ? agentId : null,
      teamId: isAsked ? teamId : null,
      agentIds: isAsked && agentId !== null ? await desk.agentIds() : [],
      teamIds: isAsked && teamId !== null ? await desk.teamIds() : [],
    };
  },
  judge: ({ agentId, teamId, agentIds, teamIds }: Facts): Opinion[] => {
    const found: Opinion[] = [];
    const named = (what: string, setting: string, id: number): Opinion =>
      broken(
        subject,
        `There is no ${what} ${id} in the account: handoffs reach nobody.`,
        `Set escalationRules.${setting} (tandem config set), or take it away.`,
      );
    if (agentId !== null && !agentIds.includes(agentId)) found.push(named('agent', 'agentId', agentId));
    if (teamId !== null && !teamIds.includes(teamId)) found.push(named('team', 'teamId', teamId));
    if (found.length > 0) return found;
    if (agentId === null && teamId === null) return [ok(subject, 'Handoffs are open to every agent.')];
    return [ok(subject, 'Who is to be given handoffs is there.')];
  },
});
