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
  const { extension, mediaType, write } = formats[input.format];
  const bytes = await write(knowledgeBase);
  const name = `knowledge-v${version}.${extension}`;
  const file = isUtf8(input.format)
    ? { name, mediaType, text: bytes.toString('utf8') }
    : { name, mediaType, text: bytes.toString('base64'), encoding: 'base64' as const };
  return { file, nextCursor: null, entries: knowledgeBase.length, version };
}

const isUtf8 = (format: KnowledgeFormat): boolean => format !== 'xlsx';
