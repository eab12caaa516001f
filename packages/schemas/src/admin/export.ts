import { z } from 'zod';
import { zTenantId } from '../ids.ts';

/** Where an export goes on (`nextCursor` of the page before; opaque). It carries what was counted so far. */
export const zExportTenant = z.strictObject({
  tenantId: zTenantId,
  cursor: z.string().min(1).max(4_000).optional(),
});

/** The format of the lines below; other numbers are other formats. */
export const exportFormat = 1;

/** The first line of an export: what it is. */
export const zExportStart = z.object({
  type: z.literal('export'),
  format: z.literal(exportFormat),
  tenantId: z.uuid(),
  exportedAt: z.iso.datetime(),
});

/** Its last line: how many lines of each type stand between the first and this one. Without it an export is not whole. */
export const zExportEnd = z.object({ type: z.literal('end'), counts: z.record(z.string(), z.int()) });
