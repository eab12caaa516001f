import type { IncomingMessage } from 'node:http';
import { type BodyRoom, freeBytes } from './body-room.ts';
import type { RawBody } from './take-webhook.ts';

/**
 * The raw bytes of a request, or, as soon as that is known, that it is too large or that there is no room for it now: then
 * nothing of it is kept. Rejects when its sender goes away.
 */
export function readIncoming(incoming: IncomingMessage, bytesMax: number, room: BodyRoom): Promise<RawBody> {
  if (Number(incoming.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve('too-large');
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let [bytes, held] = [0, 0];
    let isOver = false;
    /** What came is kept by whoever asked for it, or by nobody. */
    const end = (): void => {
      isOver = true;
      chunks = [];
      room.give(held);
      held = 0;
    };
    const refuse = (why: 'too-large' | 'no-room'): void => {
      end();
      resolve(why);
    };
    incoming.on('data', (chunk: Buffer) => {
      if (isOver) return;
      bytes += chunk.length;
      const more = Math.max(0, bytes - freeBytes) - held;
      if (bytes > bytesMax) refuse('too-large');
      else if (more > 0 && !room.take(more)) refuse('no-room');
      else {
        held += more;
        chunks.push(chunk);
      }
    });
    incoming.on('end', () => {
      resolve(joined(chunks));
      end();
    });
    incoming.on('error', (error) => {
      reject(error);
      end();
    });
  });
}

/** Most bodies come in one piece. */
function joined(chunks: Buffer[]): Buffer {
  const [first, second] = chunks;
  return first && !second ? first : Buffer.concat(chunks);
}
