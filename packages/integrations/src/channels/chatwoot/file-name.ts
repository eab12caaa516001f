import type { Download } from '../../http/index.ts';

const lengthMax = 100;

/** Extensions by which inboxes tell what they show; for names that have none. */
const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'text/plain': 'txt',
  'text/csv': 'csv',
};

/** The name a file is to have: as its server or its address names it, else after what it is. One path segment. */
export function fileName(file: Pick<Download, 'url' | 'headers'>, content: { type: string }): string {
  const told = dispositionName(file.headers['content-disposition'] ?? '') ?? lastSegment(file.url);
  const name = clean(told) || content.type;
  const extension = extensions[mediaType(file)];
  return extension === undefined || /\.[A-Za-z0-9]{1,5}$/.test(name) ? name : `${name}.${extension}`;
}

/** Without parameters; `application/octet-stream` where the server does not say. */
export function mediaType({ headers }: Pick<Download, 'headers'>): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const trimmed = type.trim().toLowerCase();
  return /^[\w.+-]+\/[\w.+-]+$/.test(trimmed) ? trimmed : 'application/octet-stream';
}

function dispositionName(value: string): string | null {
  const encoded = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(value)?.[1];
  if (encoded !== undefined) return decode(encoded.trim());
  return /filename\s*=\s*"?([^";]+)/i.exec(value)?.[1] ?? null;
}

function lastSegment(url: string): string {
  return decode(new URL(url).pathname.split('/').at(-1) ?? '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** No path, nothing invisible, no end of a header; the end of a long name is kept, for its extension. */
function clean(name: string): string {
  const visible = name.replaceAll(/[\p{C}\\/:*?"<>|]/gu, '_').trim();
  return [...visible].slice(-lengthMax).join('').replace(/^\.+/, '');
}
