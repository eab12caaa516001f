import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { Fields } from '../wire.ts';
import { Refusal } from './refusals.ts';

/** A stored file. */
export interface StoredFile {
  name: string;
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Files by their key, as Active Storage keeps them. */
export type Files = Map<string, StoredFile>;

/** contracts/chatwoot.md §10.3: size is checked only for web-widget inboxes. */
const widgetBytesMax = 40 * 1024 * 1024;
const filesMax = 15;

/** What a message's form carries, or the 422 that Chatwoot answers. */
export function acceptFiles(files: readonly StoredFile[], inbox: { channel: string }): void {
  if (files.length > filesMax) throw invalid('Attachments exceeded maximum allowed');
  const isTooBig = files.some(({ bytes }) => bytes.length > widgetBytesMax);
  if (isTooBig && inbox.channel === 'Channel::WebWidget') throw invalid('Attachments file size is too big');
}

/** Keeps a file; answers the fields of its attachment (contracts/chatwoot.md §2.3). */
export function keepFile(files: Files, file: StoredFile, origin: string): Fields {
  const key = randomUUID();
  files.set(key, file);
  const dataUrl = `${origin}/rails/active_storage/blobs/redirect/${key}/${encodeURIComponent(file.name)}`;
  const type = fileType(file.contentType);
  return {
    file_type: type,
    extension: null,
    content_type: file.contentType,
    data_url: type === 'audio' ? `${dataUrl}?disposition=inline` : dataUrl,
    thumb_url: type === 'image' ? dataUrl : '',
    file_size: file.bytes.length,
    width: null,
    height: null,
    ...(type === 'audio' ? { transcribed_text: '' } : {}),
  };
}

/** Forgets the files of a message that is gone. */
export function dropFiles(files: Files, attachments: readonly { fields: Fields }[]): void {
  for (const { fields } of attachments) {
    const key = /\/redirect\/([^/]+)\//.exec(String(fields.data_url ?? ''))?.[1];
    if (key !== undefined) files.delete(key);
  }
}

/** `data_url` needs no token but redirects to storage (contracts/chatwoot.md §2.3). */
export function serveFiles(app: Hono, files: Files): void {
  const fileOf = (key: string): StoredFile => {
    const file = files.get(key);
    if (file === undefined) throw new Refusal(404, { error: 'Resource could not be found' });
    return file;
  };
  app.get('/rails/active_storage/blobs/redirect/:key/:name', (c) => {
    const { key, name } = c.req.param();
    fileOf(key);
    return c.redirect(`/rails/active_storage/disk/${key}/${encodeURIComponent(name)}`, 302);
  });
  app.get('/rails/active_storage/disk/:key/:name', (c) => {
    const { bytes, contentType } = fileOf(c.req.param('key'));
    return new Response(bytes, { headers: { 'content-type': contentType } });
  });
}

function fileType(contentType: string): string {
  const [kind = ''] = contentType.split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
}

function invalid(why: string): Refusal {
  return new Refusal(422, { error: `Validation failed: ${why}` });
}
