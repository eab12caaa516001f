import type { Session, Turn } from '@tandem/db';
import { type Config, configDefaults } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { at, heardMessage } from '../../test/heard-message.ts';
import { humanWanted } from './human-wanted.ts';
import { questionOf } from './question-of.ts';

const text = 'Where is my order?';
const said = (more: string) => questionOf({ text: more, attachments: [] });

interface Given {
  first?: string | null;
  /** When the first was asked and its answer shown, ms. */
  askedMs?: number;
  answeredMs?: number;
  ownerSinceMs?: number;
  offered?: Session['offered'];
  turns?: Pick<Turn, 'state'>[];
  config?: Partial<Config>;
}

/** The reason for which the second of two messages calls for a human. */
function reasonFor(second: Parameters<typeof heardMessage>[0], given: Given = {}): string | null {
  const {
    first = text,
    askedMs = 0,
    answeredMs = 1_000,
    ownerSinceMs = -1,
    offered = null,
    turns = [],
  } = given;
  const digest = first === null ? null : said(first);
  const wish = humanWanted({
    config: { ...configDefaults, ...given.config },
    session: {
      lastQuestion: { digest, at: at(askedMs).toISOString() },
      lastActivityAt: at(answeredMs),
      ownerSince: at(ownerSinceMs),
      offered,
    },
    turns: turns as Turn[],
    messages: [heardMessage({ arrivedMs: 5_000, ...second })],
  });
  return wish?.reason ?? null;
}

const twice = 'the customer asked the same question twice';

describe('the same question twice', () => {
  it.each([text, 'where is my order', '  WHERE is my   order?? ', 'Whére is my order!'])(
    'is heard in “%s”',
    (second) => expect(reasonFor({ id: 2, text: second })).toBe(twice),
  );

  it.each([
    ['in other words', 'Where did my order go?', {}],
    ['when something else was asked between', text, { first: 'do you ship to Malmö' }],
    ['when nothing was asked before', text, { first: null }],
    ['of a word or two, which may be meant twice', 'yes please', { first: 'yes please' }],
    ['while the first is not answered yet', text, { turns: [{ state: 'waiting' }] }],
    ['when its answer was not there yet as it was written', text, { answeredMs: 6_000 }],
    ['when it answers what the bot offered', text, { offered: { turnId: null, options: [] } }],
    ['with a human’s time between', text, { ownerSinceMs: 2_000 }],
    ['a day later', text, { askedMs: -90_000_000, ownerSinceMs: -99_000_000 }],
    ['where handoff is switched off', text, { config: { enableHumanHandoff: false } }],
  ] satisfies [string, string, Given][])('is none %s', (_name, second, given) =>
    expect(reasonFor({ id: 2, text: second }, given)).toBeNull(),
  );

  it('is none of a click or a file', () => {
    expect(reasonFor({ id: 2, text, choice: { title: text, value: 'x' } })).toBeNull();
    expect(reasonFor({ id: 2, text, attachments: [{ type: 'image' }] })).toBeNull();
  });

  it('is told in scripts without spaces too', () => {
    expect(reasonFor({ id: 2, text: '我的订单现在在哪里' }, { first: '我的订单现在在哪里' })).toBe(twice);
    expect(reasonFor({ id: 2, text: '谢谢' }, { first: '谢谢' })).toBeNull();
  });
});

describe('a keyword', () => {
  const config = { escalationRules: { ...configDefaults.escalationRules, keywords: ['agent', 'human'] } };

  it('is named in the reason', () => {
    expect(reasonFor({ id: 2, text: 'a HUMAN please' }, { config })).toBe(
      'the customer wrote the keyword “human”',
    );
    expect(reasonFor({ id: 2, text: 'hello' }, { config })).toBeNull();
  });

  it('means nothing where handoff is switched off', () => {
    expect(
      reasonFor({ id: 2, text: 'agent' }, { config: { ...config, enableHumanHandoff: false } }),
    ).toBeNull();
  });
});
