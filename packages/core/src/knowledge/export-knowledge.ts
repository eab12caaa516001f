import type { TenantId } from '@tandem/schemas';
import type { ExportAnswer, KnowledgeFormat } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { readConfig } from '../config/get-config.ts';
import { formats } from './files/formats.ts';

/** A tenant's knowledge base as a file that an import gives back as it was. */
export async function exportKnowledge(
  context: AdminContext,
  input: { tenantId: TenantId; format: KnowledgeFormat },
): Promise<ExportAnswer> {
  const { knowledgeBase, version } = await readConfig(context.database.enter(input.tenantId));
  const { extension, contentType, write } = formats[input.format];
  const bytes = await write(knowledgeBase);
  return {
    file: bytes.toString('base64'),
    fileName: `knowledge-v${version}.${extension}`,
    contentType,
    entries: knowledgeBase.length,
    version,
  };
}
