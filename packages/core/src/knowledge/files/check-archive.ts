import { AppError } from '@tandem/schemas';
import { fromBuffer, type ZipFile } from 'yauzl';

/** 10,000 entries at usual size are about 15 MB of XML. */
const unpackedBytesMax = 64 * 1_024 * 1_024;
const filesMax = 1_000;

/**
 * Refuses an archive that would unpack to more than 64 MiB, from its directory alone: nothing is unpacked here, and the
 * reader of spreadsheets unpacks no file beyond the size that the directory gives it. AppError `payload_too_large`;
 * `bad_request` when it is no archive.
 */
export async function checkArchive(bytes: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
    if (error) return reject(notAnArchive(error));
    count(archive, { resolve, reject });
  });
  await promise;
}

function count(archive: ZipFile, done: { resolve(): void; reject(error: unknown): void }): void {
  let unpackedBytes = 0;
  archive.on('entry', ({ uncompressedSize }) => {
    unpackedBytes += uncompressedSize;
    if (unpackedBytes > unpackedBytesMax || archive.entryCount > filesMax) return done.reject(tooLarge());
    archive.readEntry();
  });
  archive.on('error', (error) => done.reject(notAnArchive(error)));
  archive.on('end', done.resolve);
  archive.readEntry();
}

const tooLarge = () =>
  new AppError('payload_too_large', { public: 'The spreadsheet unpacks to more than 64 MiB. Split it.' });
const notAnArchive = (cause: unknown) =>
  new AppError('bad_request', { public: 'The file is not a spreadsheet in the XLSX format.', cause });
