import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { mutateJson, randomJson, seededRandom } from '../../test/random-json.ts';
import { createSignedIntake, type SignedIntake } from '../../test/signed-intake.ts';

let intake: SignedIntake;
beforeEach(() => {
  intake = createSignedIntake();
});

const bodiesIn = (folder: string): string[] =>
  readdirSync(new URL(`../../../../contracts/fixtures/${folder}/`, import.meta.url)).map((file) =>
    JSON.stringify(
      JSON.parse(
        readFileSync(new URL(`../../../../contracts/fixtures/${folder}/${file}`, import.meta.url), 'utf8'),
      ).body,
    ),
  );

describe('10,000 signed bodies get an outcome each and take nothing down', () => {
  const count = 5_000;

  it.each([
    [
      'Chatwoot',
      bodiesIn('chatwoot'),
      (body: string, n: number) => intake.toChannel(body, n % 3 === 0 ? null : 'key'),
    ],
    [
      'Botpress',
      bodiesIn('botpress'),
      (body: string, n: number) => intake.toEngine(body, [null, 'chat_api', 'generic'][n % 3] ?? null),
    ],
  ])('from a fuzzer posing as %s', async (_name, originals, receive) => {
    const random = seededRandom(20_260_302);
    const statuses = new Map<string, number>();
    for (let n = 0; n < count; n += 1) {
      const original = originals[n % originals.length] ?? '{}';
      const body = n % 4 === 0 ? randomJson(random) : mutateJson(random, original);
      const outcome = await receive(body, n).catch((error: unknown) => {
        throw new Error(`body ${n} threw: ${body.slice(0, 2_000)}`, { cause: error });
      });
      statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
    }
    intake.expectStorable();
    expect([...statuses.values()].reduce((sum, one) => sum + one, 0)).toBe(count);
    // The fuzzer reaches every part: some bodies are taken, some ignored, some refused.
    for (const status of ['accepted', 'ignored', 'malformed'])
      expect(statuses.get(status)).toBeGreaterThan(50);
  });
});
