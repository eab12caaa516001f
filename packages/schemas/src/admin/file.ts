import { z } from 'zod';
import { zNextCursor } from './page.ts';

const fileMediaTypes = [
  'application/x-ndjson',
  'application/json',
  'text/csv',
  'text/markdown',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;
export type FileMediaType = (typeof fileMediaTypes)[number];

/**
 * A file, or a page of one that is long: whoever joins the texts of all pages has the whole. REST answers the text
 * itself, with the name in `content-disposition` and `nextCursor` in `x-next-cursor`.
 */
export const zFileAnswer = z.object({
  file: z.object({
    /** Letters, digits and `._-` alone. */
    name: z.string().regex(/^[\w.-]{1,100}$/),
    mediaType: z.enum(fileMediaTypes),
    text: z.string(),
    /** The text is base64 of the bytes, which REST answers. */
    encoding: z.literal('base64').optional(),
  }),
  nextCursor: zNextCursor,
});
export type FileAnswer = z.output<typeof zFileAnswer>;
