import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { ConnectionId, TenantId } from '@tandem/schemas';
import type { EncryptionKeys } from './encryption-keys.ts';

/** The row a ciphertext belongs to: it opens nowhere else. */
export interface SealedPlace {
  tenantId: TenantId;
  connectionId: ConnectionId;
}

/** A ciphertext that does not open. The message names the problem, never a value. */
export class SealError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SealError';
  }
}

const format = 1;
const nonceBytes = 12;
const tagBytes = 16;
const canaryText = 'tandem';
const canaryPlace = 'canary';

/**
 * Seals and opens secrets with AES-256-GCM. Bytes: format (1), length of the key's id (1), id, nonce (12), tag (16),
 * ciphertext. The tenant's and the connection's id are authenticated with it.
 */
export class Sealer {
  readonly #keys: EncryptionKeys;
  /** The id of the key that seals. */
  readonly sealingId: string;
  readonly #sealingKey: Buffer;

  constructor(keys: EncryptionKeys) {
    const [first] = keys;
    if (!first) throw new SealError('there is no encryption key');
    this.#keys = keys;
    [this.sealingId, this.#sealingKey] = first;
  }

  /** The ids of all keys, the sealing one first. */
  get keyIds(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** What begins every ciphertext of the sealing key. */
  get sealingHead(): Buffer {
    return headOf(this.sealingId);
  }

  seal(text: string, place: SealedPlace): Buffer {
    return sealWith({ id: this.sealingId, key: this.#sealingKey }, text, nameOf(place));
  }

  /** Throws `SealError`: unknown key, damaged, or moved from another row. */
  open(sealed: Buffer, place: SealedPlace): string {
    return this.#open(sealed, nameOf(place));
  }

  /** Something sealed with the key of this id, by which that key is known again. Throws `SealError` for an unknown id. */
  canary(id: string): Buffer {
    const key = this.#keys.get(id);
    if (!key) throw new SealError(`there is no encryption key "${id}"`);
    return sealWith({ id, key }, canaryText, canaryPlace);
  }

  /** Whether the key under the canary's id is the one that sealed it. */
  knows(canary: Buffer): boolean {
    try {
      return this.#open(canary, canaryPlace) === canaryText;
    } catch (error) {
      if (error instanceof SealError) return false;
      throw error;
    }
  }

  #open(sealed: Buffer, place: string): string {
    const { id, head, nonce, tag, body } = split(sealed);
    const key = this.#keys.get(id);
    if (!key) throw new SealError(`sealed with the key "${id}", which is not among the encryption keys`);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(boundTo(head, place));
    decipher.setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SealError('damaged, or moved from another row', { cause });
    }
  }
}

function sealWith({ id, key }: { id: string; key: Buffer }, text: string, place: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const head = headOf(id);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo(head, place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
}

/** The id of the key that sealed it. */
export const keyIdOf = (sealed: Buffer): string => split(sealed).id;

function split(sealed: Buffer) {
  const idLength = sealed[1] ?? 0;
  const headEnd = 2 + idLength;
  const bodyStart = headEnd + nonceBytes + tagBytes;
  if (sealed[0] !== format || idLength === 0 || sealed.length < bodyStart)
    throw new SealError('not a sealed secret');
  return {
    id: sealed.toString('latin1', 2, headEnd),
    head: sealed.subarray(0, headEnd),
    nonce: sealed.subarray(headEnd, headEnd + nonceBytes),
    tag: sealed.subarray(headEnd + nonceBytes, bodyStart),
    body: sealed.subarray(bodyStart),
  };
}

/** What begins every ciphertext of a key. */
export const headOf = (keyId: string): Buffer =>
  Buffer.concat([Buffer.from([format, keyId.length]), Buffer.from(keyId)]);

const nameOf = ({ tenantId, connectionId }: SealedPlace): string => `${tenantId}/${connectionId}`;

const boundTo = (head: Buffer, place: string): Buffer => Buffer.concat([head, Buffer.from(place)]);
