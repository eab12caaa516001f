import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AcceptedProof, Engine, EngineAddress, EngineReply } from '../contract/index.ts';

/** A stand-in for the platform's webhook route: what arrives is verified and read by the engine under test. */
export interface ReplyReceiver {
  url: string;
  /** Hands out what arrived since it was last asked, in the order of arrival. */
  drain(): { address: EngineAddress; reply: EngineReply }[];
  /** Why the others were not replies: an `ignored` reason, or why the proof did not hold. */
  readonly others: string[];
  close(): Promise<void>;
}

/** Listens at a path of its own and, as product page §5.3 asks, also with a slash behind it. */
export async function receiveReplies(engine: Engine, accepted: AcceptedProof): Promise<ReplyReceiver> {
  let arrived: { address: EngineAddress; reply: EngineReply }[] = [];
  const others: string[] = [];

  function take(body: Buffer, header: (name: string) => string | undefined): number {
    const verdict = engine.verify({ header, body, receivedAtMs: Date.now() }, accepted);
    if (!verdict.ok) {
      others.push(verdict.reason);
      return 401;
    }
    const event = engine.read(JSON.parse(body.toString()));
    if (event.kind === 'ignored') {
      others.push(event.reason);
      return 200;
    }
    arrived.push({ address: event.address, reply: event.reply });
    return 200;
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const header = (name: string) => [request.headers[name]].flat()[0];
      const isOurs = request.method === 'POST' && /^\/replies\/?$/.test(request.url ?? '');
      response.statusCode = isOurs ? take(Buffer.concat(chunks), header) : 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has a port, never a pipe's name.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/replies`,
    drain() {
      const drained = arrived;
      arrived = [];
      return drained;
    },
    others,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
