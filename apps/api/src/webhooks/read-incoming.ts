import type { IncomingMessage } from 'node:http';
import type { BodyPlace } from './body-room.ts';
import type { RawBody } from './take-webhook.ts';

/**
 * The raw bytes of a request, whose place is then held; or, as soon as that is known, that it is too large or that there is no room
 * for it now: then nothing of it is kept. Rejects when its sender goes away.
 */
export function readIncoming(
  incoming: IncomingMessage,
  bytesMax: number,
  place: BodyPlace,
): Promise<RawBody> {
  if (Number(incoming.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve('too-large');
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    let isRefused = false;
    const refuse = (why: 'too-large' | 'no-room'): void => {
      isRefused = true;
      chunks = [];
      place.leave();
      resolve(why);
    };
    incoming.on('data', (chunk: Buffer) => {
      if (isRefused) return;
      bytes += chunk.length;
      if (bytes > bytesMax) refuse('too-large');
      else if (!place.grow(bytes)) refuse('no-room');
      else chunks.push(chunk);
    });
    incoming.on('end', () => {
      resolve(joined(chunks));
      chunks = [];
    });
    incoming.on('error', (error) => {
      chunks = [];
      place.leave();
      reject(error);
    });
  });
}

/** Most bodies come in one piece. */
function joined(chunks: Buffer[]): Buffer {
  const [first, second] = chunks;
  return first && !second ? first : Buffer.concat(chunks);
}
