import { zFileAnswer } from '@tandem/schemas/admin';

interface Pages {
  /** Of the first page. */
  text: string;
  nextCursor: string | null;
  next(cursor: string): Promise<unknown>;
}

/**
 * The texts of all pages of a file as one stream: a page is asked for when the one before has been taken, so that one of them
 * is in memory. A page that fails breaks the stream off, which the reader sees by what the file says of its own end.
 */
export function joinPages(pages: Pages): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let { text, nextCursor } = pages;
  let isFirst = true;
  return new ReadableStream({
    pull: async (controller) => {
      if (!isFirst && nextCursor !== null) {
        const { file, nextCursor: following } = zFileAnswer.parse(await pages.next(nextCursor));
        [text, nextCursor] = [file.text, following];
      }
      isFirst = false;
      controller.enqueue(encoder.encode(text));
      if (nextCursor === null) controller.close();
    },
  });
}
