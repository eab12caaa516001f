import { AppError, isWithin, type Role } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';

/** Nobody makes, rotates or ends a key above his own role. AppError `forbidden`. */
export function checkManages(context: Pick<AdminContext, 'role'>, role: Role): void {
  if (isWithin(role, context.role)) return;
  throw new AppError('forbidden', {
    public: `A key of role ${context.role} has no say over a key of role ${role}.`,
  });
}
