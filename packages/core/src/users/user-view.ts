import type { TenantUser } from '@tandem/db';
import type { UserView } from '@tandem/schemas/admin';

/** A user as answered. */
export const userView = ({ id, email, role, createdAt }: TenantUser): UserView => ({
  id,
  email,
  role,
  createdAt: createdAt.toISOString(),
});
