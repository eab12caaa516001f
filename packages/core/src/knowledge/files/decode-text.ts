import { AppError } from '@tandem/schemas';

/** The text of a file in UTF-8 or UTF-16 (Excel's "Unicode text"), without its byte order mark. AppError `bad_request`. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad_request', {
      public: 'The file is not text in UTF-8 or UTF-16. In Excel, save it as "CSV UTF-8".',
      cause,
    });
  }
}

/** By the mark, or, where a writer left it out, by the zeros between Latin letters. */
function encodingOf([first, second, third, fourth]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return 'utf-8';
}
