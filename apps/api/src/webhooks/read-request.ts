import type { RawBody } from './take-webhook.ts';

/** The raw bytes of a request, or `too-large` as soon as that is known; what is too large is not kept. */
export async function readRequest(request: Request, bytesMax: number): Promise<RawBody> {
  const declared = request.headers.get('content-length');
  if (declared === null) return await readStream(request, bytesMax);
  if (Number(declared) > bytesMax) return 'too-large';
  return Buffer.from(await request.arrayBuffer());
}

/** A body sent in chunks does not say how long it is. */
async function readStream(request: Request, bytesMax: number): Promise<RawBody> {
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > bytesMax) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
