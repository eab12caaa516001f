import { type Config, configDefaults, type TenantId } from '@tandem/schemas';
import { array, assert, constantFrom, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tenantContext } from './tenant-context.ts';

const tenantId = '0199b0a0-0000-7000-8000-000000000001' as TenantId;
const now = new Date('2026-03-02T09:00:00.000Z');
const bytesMax = 8 * 1_024;
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const contextOf = (config: Partial<Config>) =>
  tenantContext({ tenantId, configVersion: 7, config: { ...configDefaults, ...config }, now });

describe('the context of a tenant', () => {
  it('tells exactly what the engine is to know', () => {
    const escalationRules = { ...configDefaults.escalationRules, keywords: ['human'] };
    const businessHours = { timezone: 'UTC', hours: [{ day: 'mon-fri', from: '09:00', to: '17:00' }] };
    expect(contextOf({ botName: 'Ada', systemPrompt: 'Be kind.', businessHours, escalationRules })).toEqual({
      tenantId,
      configVersion: 7,
      botName: 'Ada',
      systemPrompt: 'Be kind.',
      language: 'en',
      businessHours: { open: true, timezone: 'UTC' },
      fallbackMessage: configDefaults.fallbackMessage,
      allowedActions: ['handoff'],
      escalationRules,
    });
  });

  it('has no hours where none are set', () => expect(contextOf({})).toMatchObject({ businessHours: null }));

  it.each([
    ['ASCII', 'x'],
    ['two bytes a character', 'ü'],
    ['three bytes', '語'],
    ['four bytes', '🦊'],
    ['six bytes in JSON', '\u0001'],
    ['half a character', '\ud83e'],
  ])(
    'stays within 8 KB with a prompt of 20,000 characters of %s, and keeps its beginning',
    (_name, glyph) => {
      const systemPrompt = glyph.repeat(20_000 / glyph.length);
      const context = contextOf({ systemPrompt });
      expect(bytesOf(context)).toBeLessThanOrEqual(bytesMax);
      expect(bytesOf(context)).toBeGreaterThan(bytesMax / 2);
      const kept = String(context.systemPrompt);
      expect(kept.isWellFormed()).toBe(true);
      expect(systemPrompt.toWellFormed().startsWith(kept.slice(0, -1))).toBe(true);
    },
  );

  it('gives up prompt and rules before the words for the customer', () => {
    const keywords = Array.from({ length: 200 }, (_, n) => `${n} ${'語'.repeat(90)}`);
    const context = contextOf({
      systemPrompt: 'x'.repeat(20_000),
      fallbackMessage: 'Sorry!',
      escalationRules: { ...configDefaults.escalationRules, keywords },
    });
    expect(bytesOf(context)).toBeLessThanOrEqual(bytesMax);
    expect(context).toMatchObject({
      fallbackMessage: 'Sorry!',
      allowedActions: ['handoff'],
      configVersion: 7,
    });
  });
});

it('weighs at most 8 KB, and is well formed, for every configuration that an admin may write', () => {
  const text = (max: number) =>
    record({
      glyph: constantFrom('x', 'ü', '語', '🦊', '\u0001', '"'),
      size: constantFrom(0, 1, 0.5, 0.25),
    }).map(({ glyph, size }) => glyph.repeat((max * size) / glyph.length));
  const config = record({
    botName: text(200),
    systemPrompt: text(20_000),
    fallbackMessage: text(5_000),
    language: constantFrom('en', 'pt-BR', 'zh-Hant-TW'),
    keywords: array(
      text(100).filter((word) => word !== ''),
      { maxLength: 200 },
    ),
    labels: array(string({ minLength: 1, maxLength: 100 }), { maxLength: 20 }),
  });
  return assert(
    property(config, ({ keywords, labels, ...rest }) => {
      const escalationRules = { ...configDefaults.escalationRules, keywords, labels };
      const context = contextOf({ ...rest, escalationRules });
      expect(bytesOf(context)).toBeLessThanOrEqual(bytesMax);
      expect(String(context.systemPrompt).isWellFormed()).toBe(true);
      expect(String(context.fallbackMessage).isWellFormed()).toBe(true);
    }),
    { seed: 2, numRuns: 300 },
  );
});
