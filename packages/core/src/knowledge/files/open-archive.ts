import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { AppError } from '@tandem/schemas';
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl';

/** 10,000 entries at usual size are about 15 MB of XML. */
const unpackedBytesMax = 64 * 1_024 * 1_024;
const filesMax = 1_000;

/** The files of an archive by their names. None is unpacked before it is read. */
export interface Archive {
  /** Null when there is no such file. */
  read(name: string): Promise<Readable | null>;
}

const open: (bytes: Buffer, options: Options) => Promise<ZipFile> = promisify(fromBuffer);

/**
 * Opens a ZIP archive that unpacks to 64 MiB at most: its directory tells how much that is, and a file that turns out to be
 * larger than the directory says fails as it is read. AppError `payload_too_large`; whatever else is thrown says that the
 * bytes are no archive.
 */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  const zip = await open(bytes, { lazyEntries: true, autoClose: false });
  const files = await listFiles(zip);
  const stream = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  return {
    read: async (name) => {
      const entry = files.get(name);
      return entry === undefined ? null : await stream(entry);
    },
  };
}

async function listFiles(zip: ZipFile): Promise<Map<string, Entry>> {
  const { promise, resolve, reject } = Promise.withResolvers<Map<string, Entry>>();
  const files = new Map<string, Entry>();
  let unpackedBytes = 0;
  zip.on('entry', (entry: Entry) => {
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > unpackedBytesMax || zip.entryCount > filesMax) return reject(tooLarge());
    files.set(entry.fileName, entry);
    zip.readEntry();
  });
  zip.on('error', reject);
  zip.on('end', () => resolve(files));
  zip.readEntry();
  return await promise;
}

const tooLarge = () =>
  new AppError('payload_too_large', { public: 'The spreadsheet unpacks to more than 64 MiB. Split it.' });
