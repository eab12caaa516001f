import type { IncomingMessage } from 'node:http';
import type { RawBody } from './take-webhook.ts';

/** The raw bytes of a request, or `too-large` as soon as that is known; what is too large is not kept. Rejects when its sender goes away. */
export function readIncoming(incoming: IncomingMessage, bytesMax: number): Promise<RawBody> {
  if (Number(incoming.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve('too-large');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else resolve('too-large');
    });
    incoming.on('end', () => resolve(joined(chunks)));
    incoming.on('error', reject);
  });
}

/** Most bodies come in one piece. */
function joined(chunks: Buffer[]): Buffer {
  const [first, second] = chunks;
  return first && !second ? first : Buffer.concat(chunks);
}
