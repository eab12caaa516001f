import { z } from 'zod';

/** The fields we read of answers (`@botpress/client@1.45.0` types; contracts/botpress.md §3). */
const zTags = z.record(z.string(), z.string());

export const zFile = z.object({
  id: z.string().min(1),
  key: z.string(),
  status: z.enum([
    'upload_pending',
    'upload_failed',
    'upload_completed',
    'indexing_pending',
    'indexing_failed',
    'indexing_completed',
  ]),
  failedStatusReason: z.string().nullish(),
  contentType: z.string().nullish(),
  tags: zTags.default({}),
});
export type WireFile = z.output<typeof zFile>;

export const zFileAnswer = z.object({ file: zFile });
export const zUpsertAnswer = z.object({ file: zFile.extend({ uploadUrl: z.url() }) });
const zMeta = z.object({ nextToken: z.string().optional() }).default({});
export const zFilesPage = z.object({ files: z.array(zFile), meta: zMeta });
export const zPassages = z.object({
  passages: z.array(
    z.object({
      content: z.string(),
      score: z.number(),
      file: z.object({ key: z.string(), tags: zTags.default({}) }),
    }),
  ),
});
const zBase = z.object({ id: z.string().min(1), name: z.string(), tags: zTags.default({}) });
export const zBaseAnswer = z.object({ knowledgeBase: zBase });
export const zBasesPage = z.object({ knowledgeBases: z.array(zBase), meta: zMeta });

export const zAnything = z.unknown();
export const zUpsertedRows = z.object({ errors: z.array(z.string()).default([]) });
export const zRows = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });

const zBotSummary = z.object({ id: z.string().min(1), name: z.string(), tags: zTags.default({}) });
const zIntegration = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  webhookId: z.string(),
  status: z.string(),
  statusReason: z.string().nullish(),
  configuration: z.record(z.string(), z.unknown()).default({}),
});
const zBot = zBotSummary.extend({ integrations: z.record(z.string(), zIntegration).default({}) });
export type WireBot = z.output<typeof zBot>;
export const zBotAnswer = z.object({ bot: zBot });
export const zBotsPage = z.object({ bots: z.array(zBotSummary), meta: zMeta });
export const zKeyAnswer = z.object({ id: z.string(), value: z.string().min(1) });
export const zKeys = z.object({ baks: z.array(z.object({ id: z.string(), note: z.string().nullish() })) });
export const zPublicIntegration = z.object({ integration: z.object({ id: z.string().min(1) }) });
