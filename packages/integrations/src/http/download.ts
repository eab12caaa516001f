import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { UpstreamError } from '../contract/index.ts';
import { expectOk } from './expect-ok.ts';
import { AddressRefused, isAddressRefused } from './guarded-connector.ts';
import type { Download, DownloadRequest } from './http.ts';
import { NamelessFile } from './nameless-file.ts';
import { parseUrl } from './parse-url.ts';

const redirectsMaxDefault = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

type Answer = Dispatcher.ResponseData;

/**
 * Fetches a file to disk, chunk by chunk. Redirects are followed here and not by the agent: each hop is a request of its own
 * through the guarded connector, so that no hop reaches an address that may not be reached.
 */
export async function download(agent: Dispatcher, input: DownloadRequest): Promise<Download> {
  const { redirectsMax = redirectsMaxDefault } = input;
  const signal = AbortSignal.timeout(input.timeoutMs);
  let url = parseUrl(input.url, 'GET');
  for (let hops = 0; ; hops += 1) {
    const label = `${url.host}: GET ${url.pathname}`;
    const answer = await get(agent, { url, signal, label });
    const location = redirects.has(answer.statusCode) ? headerOf(answer, 'location') : undefined;
    if (location === undefined) return await save(answer, { ...input, finalUrl: url.href, label, signal });
    answer.body.destroy();
    if (hops === redirectsMax)
      throw new UpstreamError('rejected', `${label}: more than ${redirectsMax} redirects`);
    url = parseUrl(URL.parse(location, url.href)?.href ?? '', 'GET');
  }
}

async function get(
  agent: Dispatcher,
  input: { url: URL; signal: AbortSignal; label: string },
): Promise<Answer> {
  const { url, signal, label } = input;
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Tandem' },
      signal,
    });
    // Whoever stops reading early must be able to: undici tells it as an error of the body.
    answer.body.on('error', () => {});
    return answer;
  } catch (error) {
    throw failureOf(error, { signal, label });
  }
}

async function save(
  answer: Answer,
  input: DownloadRequest & { finalUrl: string; label: string; signal: AbortSignal },
): Promise<Download> {
  const { label, bytesMax, finalUrl } = input;
  const headers = Object.fromEntries(
    Object.keys(answer.headers).map((name) => [name.toLowerCase(), headerOf(answer, name)]),
  );
  let file: NamelessFile | null = null;
  try {
    expectOk(
      { status: answer.statusCode, headers, text: '', json: undefined },
      { label, serverError: 'failed' },
    );
    if (Number(headers['content-length'] ?? 0) > bytesMax) throw tooLarge(input);
    file = await NamelessFile.open();
    const saved = file;
    const append = async (chunk: Buffer) => {
      if (saved.bytes + chunk.length > bytesMax) throw tooLarge(input);
      await saved.append(chunk);
    };
    // Piped and not iterated: an iterator joins chunks to new ones, which would double the garbage.
    await pipeline(
      answer.body,
      new Writable({ write: (chunk, _encoding, done) => void append(chunk).then(() => done(), done) }),
    );
    const { bytes } = saved;
    return { url: finalUrl, bytes, headers, chunks: () => saved.chunks(), close: () => saved.close() };
  } catch (error) {
    answer.body.destroy();
    await file?.close();
    throw error instanceof UpstreamError ? error : failureOf(error, input);
  }
}

function headerOf({ headers }: Answer, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function tooLarge({ label, bytesMax }: { label: string; bytesMax: number }): UpstreamError {
  return new UpstreamError('rejected', `${label}: the file is larger than ${bytesMax} bytes`);
}

function failureOf(cause: unknown, input: { signal: AbortSignal; label: string }): UpstreamError {
  const { signal, label } = input;
  if (signal.aborted) return new UpstreamError('timeout', `${label}: no file in time`, { cause });
  if (isAddressRefused(cause))
    return new UpstreamError('rejected', `${label}: ${new AddressRefused().message}`, { cause });
  return new UpstreamError('unreachable', `${label}: no file`, { cause });
}
