import { wellFormedText } from '../../../http/index.ts';

/** The longest beginning of `text` that takes at most `bytesMax` bytes of UTF-8, whole characters only. Pure. */
export function cutToBytes(text: string, bytesMax: number): string {
  const bytes = Buffer.from(wellFormedText(text));
  if (bytes.length <= bytesMax) return bytes.toString();
  return new TextDecoder().decode(bytes.subarray(0, bytesMax), { stream: true });
}
