import { AppError, type TenantId } from '@tandem/schemas';
import type { DeadLetterView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { dropLetter } from './drop-letter.ts';
import { letterView } from './letter-view.ts';

/** Drops one dead letter, with why. AppError `not_found`, `conflict`. */
export async function dropDeadLetter(
  context: AdminContext,
  input: { tenantId: TenantId; id: string; why?: string | undefined },
): Promise<DeadLetterView> {
  const scope = context.database.enter(input.tenantId);
  const find = async () => {
    const letter = await scope.deadLetters.get(input.id);
    if (letter) return letter;
    throw new AppError('not_found', { public: 'There is no dead letter with this id.' });
  };
  await dropLetter(context, { desk: { scope }, letter: await find(), why: input.why ?? null });
  return letterView(await find());
}
