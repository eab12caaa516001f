import type { TenantId } from '@tandem/schemas';
import type { ExpressionBuilder, ExpressionWrapper, Selectable, SelectQueryBuilder, SqlBool } from 'kysely';
import { noTenant } from './audit-entry.ts';
import type { Page, PageRequest } from './cursor.ts';
import { parseJson } from './parse-json.ts';
import type { AuditLogTable, Tables } from './schema/tables.ts';
import { readTimeCursor, type TimePlace, writeTimeCursor } from './time-cursor.ts';

/** A recorded change. */
export interface AuditRecord {
  id: string;
  /** Null: it concerns no tenant. */
  tenantId: TenantId | null;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  createdAt: Date;
}

/** Which changes, the newest first. */
export interface AuditRequest extends PageRequest {
  /** `config.write`, or all of one kind: `config.*`. */
  action?: string | undefined;
  actor?: string | undefined;
  /** From this moment on. */
  since?: Date | undefined;
  /** Before this moment. */
  until?: Date | undefined;
}

/** One page of the changes that `query` may see, the newest first. */
export async function readAuditPage(
  query: SelectQueryBuilder<Tables, 'audit_log', object>,
  request: AuditRequest,
): Promise<Page<AuditRecord>> {
  const rows = await query
    .where((eb) => auditConditions(eb, request))
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1)
    .execute();
  return toAuditPage(request, rows);
}

function auditConditions(
  eb: ExpressionBuilder<Tables, 'audit_log'>,
  request: AuditRequest,
): ExpressionWrapper<Tables, 'audit_log', SqlBool> {
  const { action, actor, since, until } = request;
  const after = readTimeCursor(request.cursor);
  return eb.and([
    ...(action === undefined ? [] : [eb('action', ...actionOf(action))]),
    ...(actor === undefined ? [] : [eb('actor', '=', actor)]),
    ...(since === undefined ? [] : [eb('created_at', '>=', since)]),
    ...(until === undefined ? [] : [eb('created_at', '<', until)]),
    ...(after === null ? [] : [isOlder(eb, after)]),
  ]);
}

/** `rows`: one more than the page shows, when there are more. */
function toAuditPage({ limit }: AuditRequest, rows: readonly Selectable<AuditLogTable>[]): Page<AuditRecord> {
  const items = rows.slice(0, limit).map(toRecord);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? writeTimeCursor({ at: last.createdAt, id: last.id }) : null };
}

const isOlder = (eb: ExpressionBuilder<Tables, 'audit_log'>, { at, id }: TimePlace) =>
  eb.and([
    eb('created_at', '<=', at),
    eb.or([eb('created_at', '<', at), eb.and([eb('created_at', '=', at), eb('id', '<', id)])]),
  ]);

const actionOf = (action: string): ['like' | '=', string] =>
  action.endsWith('.*') ? ['like', `${action.slice(0, -1)}%`] : ['=', action];

const toRecord = (row: Selectable<AuditLogTable>): AuditRecord => ({
  id: row.id,
  // Written by scopes, which were entered by such an id.
  tenantId: row.tenant_id === noTenant ? null : (row.tenant_id as TenantId),
  actor: row.actor,
  action: row.action,
  subject: row.subject,
  before: fromJson(row.before_value),
  after: fromJson(row.after_value),
  createdAt: row.created_at,
});

const fromJson = (text: string | null): unknown => (text === null ? null : parseJson<unknown>(text));
