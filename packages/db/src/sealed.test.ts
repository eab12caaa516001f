import { newId } from '@tandem/runtime';
import type { ConnectionId, TenantId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { parseEncryptionKeys } from './encryption-keys.ts';
import { openSealer } from './open-sealer.ts';
import { keyIdOf } from './sealed.ts';

const keyText = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const place = { tenantId: newId<TenantId>(), connectionId: newId<ConnectionId>() };
const first = openSealer(keyText('k1', 1));
const rotated = openSealer(`${keyText('k2', 2)},${keyText('k1', 1)}`);

describe('a sealed secret', () => {
  it('opens to the same text, and never looks the same twice', () => {
    const [one, two] = [first.seal('grüße 🔑', place), first.seal('grüße 🔑', place)];
    expect(first.open(one, place)).toBe('grüße 🔑');
    expect(one.equals(two)).toBe(false);
    expect(one.toString('latin1')).not.toContain('gr');
  });

  it('opens with any of the keys, and is sealed with the first', () => {
    expect(rotated.open(first.seal('old', place), place)).toBe('old');
    expect(keyIdOf(rotated.seal('new', place))).toBe('k2');
  });

  it('does not open in another row, of this tenant or another', () => {
    const sealed = first.seal('x', place);
    for (const elsewhere of [
      { ...place, tenantId: newId<TenantId>() },
      { ...place, connectionId: newId<ConnectionId>() },
    ]) {
      expect(() => first.open(sealed, elsewhere)).toThrow('damaged, or moved from another row');
    }
  });

  it('does not open when a single bit differs, or without its key, and says so without a value', () => {
    const sealed = first.seal('hunter2', place);
    for (let index = 0; index < sealed.length; index += 1) {
      const damaged = Buffer.from(sealed);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(() => first.open(damaged, place)).toThrow();
    }
    expect(() => openSealer(keyText('k3', 3)).open(sealed, place)).toThrow('sealed with the key "k1"');
    expect(() => first.open(Buffer.from('hunter2'), place)).toThrow('not a sealed secret');
  });
});

describe('encryption keys', () => {
  it('are read in their order', () => {
    const keys = parseEncryptionKeys(`${keyText('2026-03', 1)}, ${keyText('2025-01', 2)}`);
    expect([...keys.keys()]).toEqual(['2026-03', '2025-01']);
  });

  it('are refused with every problem at once and no value', () => {
    const bad = `hunter2,short:aHVudGVyMg==,${keyText('a', 1)},${keyText('a', 2)}`;
    expect(() => parseEncryptionKeys(bad)).toThrow(
      'is not a list of id:base64key: entry 1 does not have the form id:base64key; ' +
        'entry 2 must hold a key of 32 bytes, and holds 7; entry 4 has the id of an earlier entry',
    );
    expect(() => openSealer('hunter2')).toThrow(/TANDEM_ENCRYPTION_KEYS is not a list(?!.*hunter2)/s);
    expect(() => parseEncryptionKeys('')).toThrow('entry 1');
  });
});
