import { describe, expect, it } from 'vitest';
import { heardMessage } from '../../test/heard-message.ts';
import { matchChoices } from './match-choice.ts';

const morning = { title: 'Morning slot', value: 'slot_am' };
const evening = { title: 'slot_am', value: 'slot_pm' };
const offered = { turnId: null, options: [morning, evening] };
const chosen = (given: Parameters<typeof heardMessage>[0]) =>
  matchChoices([heardMessage(given)], offered)[0]?.message.choice;

describe('a text after options were offered', () => {
  it.each([
    ['a title', 'Morning slot', morning],
    ['a title in other case and spacing', '  MORNING   slot ', morning],
    ['a value', 'slot_pm', evening],
    ['what is one title and another value: the title', 'SLOT_AM', evening],
    ['neither', 'Morning slots', undefined],
    ['nothing', '  ', undefined],
  ])('that is %s', (_name, text, choice) => expect(chosen({ id: 1, text })).toEqual(choice));

  it('keeps its words beside the choice', () => {
    const [heard] = matchChoices([heardMessage({ id: 1, text: 'morning slot' })], offered);
    expect(heard?.message).toEqual({ text: 'morning slot', attachments: [], choice: morning });
  });

  it('is none when it comes with an attachment, or is a click already', () => {
    expect(chosen({ id: 1, text: 'Morning slot', attachments: [{ type: 'image' }] })).toBeUndefined();
    const click = { title: 'Other', value: 'other' };
    expect(chosen({ id: 1, kind: 'choice', text: 'Morning slot', choice: click })).toEqual(click);
  });
});

it('is left alone when nothing was offered', () => {
  const heard = [heardMessage({ id: 1, text: 'Morning slot' })];
  expect(matchChoices(heard, null)).toEqual(heard);
});
