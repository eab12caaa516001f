import type { Content } from '@tandem/schemas';
import {
  type ChannelMessage,
  type SendGuard,
  type SentMessage,
  UpstreamError,
} from '../../contract/index.ts';
import type { Download, HttpAndFiles } from '../../http/index.ts';
import type { CallChatwoot } from './call-chatwoot.ts';
import { createFileMessage, createMessage } from './create-message.ts';
import { fileName, mediaType } from './file-name.ts';
import { renderText } from './render.ts';

type Media = Extract<Content, { url: string }>;

/** Chatwoot's own default (contracts/chatwoot.md §10.3). */
const fileBytesMax = 40 * 1024 * 1024;
const downloadTimeoutMs = 20_000;
/** As long as a download may wait for its place. */
const downloadWaitMs = 5_000;
const fetchAgainMinMs = 1_000;

/** What Chatwoot, or the proxy before it, says of a file that it does not take: nothing is stored then. */
const refusedStatuses = new Set([413, 415, 422]);

export const isMedia = (content: Content): content is Media => 'url' in content;

/**
 * Shows a file as a real attachment. What cannot be fetched, is too large or is refused is shown as its title and link:
 * trying again for long would hold up what comes after it.
 */
export async function sendFile(
  { http, call }: { http: HttpAndFiles; call: CallChatwoot },
  { content, ...message }: Omit<ChannelMessage, 'content'> & { content: Media },
  guard: SendGuard,
): Promise<SentMessage> {
  const asText = async (why: string): Promise<SentMessage> => {
    const shape = { content: wordsFor(content), content_type: 'text' } as const;
    const sent = await createMessage(call, { ...message, shape }, guard);
    return { ...sent, degraded: `${content.type} shown as a link: ${why}` };
  };

  const found = await fetchFile(http, content.url);
  if ('refused' in found) return await asText(found.refused);
  const { download } = found;
  const file = {
    name: fileName(download, content),
    contentType: mediaType(download),
    bytes: download.bytes,
    chunks: download.chunks,
  };
  try {
    return await createFileMessage(call, { ...message, text: content.title ?? '', file }, guard);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return await asText(`Chatwoot refused the file with ${error.status}`);
  } finally {
    await download.close();
  }
}

/** Once more when its server stumbled and there is time: a lost send is given no longer for it. */
async function fetchFile(
  http: HttpAndFiles,
  url: string,
): Promise<{ download: Download } | { refused: string }> {
  const startedAtMs = performance.now();
  const fetchIn = (timeoutMs: number) => http.download({ url, timeoutMs, bytesMax: fileBytesMax });
  try {
    return { download: await fetchIn(downloadTimeoutMs).catch(again) };
  } catch (error) {
    if (error instanceof UpstreamError) return { refused: error.message };
    throw error;
  }

  async function again(error: unknown): Promise<Download> {
    const leftMs = downloadTimeoutMs - (performance.now() - startedAtMs) - downloadWaitMs;
    if (!mayHelp(error) || leftMs < fetchAgainMinMs) throw error;
    return await fetchIn(Math.floor(leftMs));
  }
}

const mayHelp = (error: unknown): boolean =>
  error instanceof UpstreamError && (error.kind === 'unreachable' || error.kind === 'failed');

function isRefused(error: unknown): error is UpstreamError {
  return (
    error instanceof UpstreamError && error.kind === 'rejected' && refusedStatuses.has(error.status ?? 0)
  );
}

/** What is no link for a browser (`data:`, a path) helps nobody. */
function wordsFor(content: Media): string {
  const protocol = URL.parse(content.url)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return renderText(content);
  return content.title ?? `[${content.type}]`;
}
