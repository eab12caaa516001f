import type { ApiKey } from '@tandem/db';
import type { KeyView } from '@tandem/schemas/admin';

/** A key as answered: never its secret. */
export const keyView = (key: ApiKey): KeyView => ({
  id: key.id,
  name: key.name,
  role: key.role,
  prefix: key.prefix,
  userId: key.userId,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
  replaces: key.replacesId,
  replacedBy: key.replacedById,
});
