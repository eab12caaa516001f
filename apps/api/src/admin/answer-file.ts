import type { Context } from 'hono';
import { z } from 'zod';

const zFile = z.object({ file: z.string(), fileName: z.string(), contentType: z.string() });

/** Answers with the file that a procedure's output holds, to be saved under its name. */
export function answerFile(c: Context, output: unknown): Response {
  const { file, fileName, contentType } = zFile.parse(output);
  return c.body(Buffer.from(file, 'base64'), 200, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${fileName}"`,
    'x-content-type-options': 'nosniff',
  });
}
