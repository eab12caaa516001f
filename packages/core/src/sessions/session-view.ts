import type { SessionSummary } from '@tandem/db';
import type { SessionView } from '@tandem/schemas/admin';

/** A session as answered. */
export const sessionView = (session: SessionSummary): SessionView => ({
  ...session,
  ownerSince: session.ownerSince.toISOString(),
  unattendedAt: session.unattendedAt?.toISOString() ?? null,
  lastActivityAt: session.lastActivityAt.toISOString(),
  createdAt: session.createdAt.toISOString(),
});
