import type { DeadLetter } from '@tandem/db';
import { AppError, formatActor } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import type { LetterDesk } from './look-at-letter.ts';

interface DropLetter {
  desk: Pick<LetterDesk, 'scope'>;
  letter: DeadLetter;
  /** In the words of who drops it. */
  why: string | null;
}

/** Gives a dead letter its recorded end, in the commit of its audit row. AppError `conflict`: it is not dead any more. */
export async function dropLetter(context: AdminContext, { desk, letter, why }: DropLetter): Promise<void> {
  const at = context.now();
  await desk.scope.transaction(async (scope) => {
    const dropped = { state: 'dropped', by: formatActor(context.actor), why, at } as const;
    if ((await scope.deadLetters.settle([letter.id], dropped)) === 0)
      throw new AppError('conflict', { public: 'It is dead no longer: look again.' });
    await scope.audit.record({
      actor: context.actor,
      action: 'dead-letter.drop',
      subject: `message:${letter.id}`,
      before: { direction: letter.direction, kind: letter.kind, reason: letter.reason },
      after: { why },
      now: at,
    });
  });
}
