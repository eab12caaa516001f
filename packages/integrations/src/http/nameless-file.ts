import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** More than a socket takes before it asks to wait. */
const chunkBytes = 256 * 1024;

/** A file without a name on the temporary disk: it is gone with its handle, also when the process is killed. */
export class NamelessFile {
  readonly #handle: FileHandle;
  bytes = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(): Promise<NamelessFile> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-'));
    try {
      return new NamelessFile(await open(join(folder, 'file'), 'wx+', 0o600));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async append(chunk: Uint8Array): Promise<void> {
    let written = 0;
    while (written < chunk.length) {
      const { bytesWritten } = await this.#handle.write(chunk, written);
      written += bytesWritten;
    }
    this.bytes += written;
  }

  /** One buffer for all chunks: see `HttpBody`. */
  async *chunks(): AsyncIterable<Uint8Array> {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, this.bytes));
    for (let position = 0; position < this.bytes; ) {
      const filled = await this.#fill(buffer, position);
      position += filled;
      yield buffer.subarray(0, filled);
    }
  }

  /** Only the last chunk of a file is shorter than the buffer. */
  async #fill(buffer: Buffer, position: number): Promise<number> {
    const wanted = Math.min(buffer.length, this.bytes - position);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.#handle.read(buffer, filled, wanted - filled, position + filled);
      if (bytesRead === 0) throw new Error('the temporary file is shorter than what was written');
      filled += bytesRead;
    }
    return filled;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
