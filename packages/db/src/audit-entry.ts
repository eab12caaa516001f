import { newId } from '@tandem/runtime';
import { type Actor, formatActor } from '@tandem/schemas';

/** One change with who made it. `before` and `after` become JSON: views only, never secrets. */
export interface AuditEntry {
  actor: Actor;
  /** `entity.verb`, such as `config.write`. */
  action: string;
  /** What was changed: `connection:0198…`. */
  subject: string;
  before: unknown;
  after: unknown;
  now: Date;
}

/** Stands for the tenant of what concerns none. */
export const noTenant = '00000000-0000-0000-0000-000000000000';

export const toAuditRow = (entry: AuditEntry) => ({
  id: newId<string>(),
  actor: formatActor(entry.actor).slice(0, 100),
  action: entry.action,
  subject: entry.subject.slice(0, 200),
  before_value: toJson(entry.before),
  after_value: toJson(entry.after),
  created_at: entry.now,
});

const toJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
