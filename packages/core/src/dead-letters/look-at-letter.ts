import type { LetterStanding, TenantScope } from '@tandem/db';
import { AppError, type Config, fillConfig, type TenantId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { decideReplay, type ReplayDecision } from './decide-replay.ts';

/** A tenant whose dead letters are looked at. */
export interface LetterDesk {
  tenantId: TenantId;
  scope: TenantScope;
  isActive: boolean;
  config: Config;
}

export async function openDesk(context: AdminContext, tenantId: TenantId): Promise<LetterDesk> {
  const scope = context.database.enter(tenantId);
  const tenant = await context.database.platform.tenants.get(tenantId);
  const { config } = await scope.config.read();
  return { tenantId, scope, isActive: tenant?.status === 'active', config: fillConfig(config) };
}

/** What stands around a dead letter and against replaying it. AppError `not_found`. */
export async function lookAtLetter(
  context: AdminContext,
  { desk, id }: { desk: LetterDesk; id: string },
): Promise<{ standing: LetterStanding; decision: ReplayDecision }> {
  const { scope, isActive, config } = desk;
  const standing = await scope.letterReplays.standing(id);
  if (!standing) throw new AppError('not_found', { public: 'There is no dead letter with this id.' });
  const session = await scope.sessions.find(standing.letter);
  const decision = decideReplay({ standing, session, isActive, config, now: context.now() });
  return { standing, decision };
}
