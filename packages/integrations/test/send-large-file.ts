/**
 * A process of its own that sends one file through the client, given the addresses of a Chatwoot and the file as JSON, and
 * prints by how many bytes its resident memory rose at most.
 */
import { createChatwoot } from '../src/channels/chatwoot/index.ts';
import { createHttp } from '../src/http/index.ts';

const { settings, conversationId, files } = JSON.parse(process.argv[2] ?? '{}');
const http = createHttp({ allowPrivate: true });
const client = createChatwoot({ http, nowMs: Date.now }).connect(settings);
const send = (url: string, ref: string) =>
  client.send({ conversationId, content: { type: 'file', url }, ref, private: false }, () => {});

// What every first send loads is not the file's.
await send(files.small, 'warm-up');
globalThis.gc?.();
const beforeBytes = process.memoryUsage.rss();
let mostBytes = beforeBytes;
const watch = setInterval(() => {
  mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
}, 5);
const { degraded } = await send(files.large, 'large');
clearInterval(watch);
mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
await http.close();
process.stdout.write(JSON.stringify({ roseBytes: mostBytes - beforeBytes, degraded: degraded ?? null }));
