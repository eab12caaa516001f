import type { Config } from '@tandem/schemas';
import type { TenantView } from '../lanes/context.ts';
import type { OwnerRules } from './owner-events.ts';

interface RulesOf {
  config: Pick<Config, 'unattendedMinutes' | 'autoResumeMinutes'>;
  channel?: TenantView['channel'];
  active?: boolean;
}

/** What a tenant's settings say about owners. Pure. */
export const rulesOf = ({ config, channel, active = true }: RulesOf): OwnerRules => ({
  answerWhen: channel?.answerWhen ?? 'pending',
  unattendedMinutes: config.unattendedMinutes,
  autoResumeMinutes: config.autoResumeMinutes,
  active,
});
