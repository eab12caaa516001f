import type { HttpBody } from '../../http/index.ts';
import type { MessageFile } from './create-message.ts';

/** A form with one file, which is read while it is sent. The boundary must not occur in the file. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  input: { field: string; file: MessageFile; boundary: string },
): HttpBody {
  const { field, file, boundary } = input;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const disposition = `form-data; name="${field}"; filename="${escapeName(file.name)}"`;
  const head = Buffer.from(
    `${parts.join('')}--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: ${file.contentType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: head.length + file.bytes + tail.length,
    async *chunks() {
      yield head;
      yield* file.chunks();
      yield tail;
    },
  };
}

/** As browsers write it (WHATWG HTML, "multipart form data"). */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
