import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatePayload } from './payload.ts';

const text = (words: string) => ({ type: 'text', text: words });

describe('a payload', () => {
  it.each([
    ['text without a type', { text: 'Hi' }, [text('Hi')]],
    ['a bare string', 'Hi', [text('Hi')]],
    ['type beside a nested payload', { type: 'text', payload: { text: 'Hi' } }, [text('Hi')]],
    [
      'a nested payload that names its own type',
      { payload: { type: 'markdown', markdown: '*Hi*' } },
      [text('*Hi*')],
    ],
    [
      'nested bloc items',
      {
        type: 'bloc',
        items: [
          { type: 'text', payload: { text: 'A' } },
          { type: 'text', text: 'B' },
        ],
      },
      [text('A'), text('B')],
    ],
    ['an unknown type with a title', { type: 'poll', title: 'Vote!' }, [text('Vote!')]],
    ['an image without its URL', { type: 'image', title: 'A picture' }, [text('A picture')]],
    ['a choice without options', { type: 'choice', text: 'Well?', options: [] }, [text('Well?')]],
    [
      'a choice without words, with a number as value',
      { type: 'dropdown', options: [{ label: 'One', value: 1 }, { value: 'two' }, 'three'] },
      [
        {
          type: 'choice',
          text: 'One / two',
          options: [
            { title: 'One', value: '1' },
            { title: 'two', value: 'two' },
          ],
        },
      ],
    ],
    [
      'cards, those without words left out',
      {
        type: 'carousel',
        items: [null, {}, { subtitle: 'only this' }, { type: 'card', title: 'T', actions: [{}] }],
      },
      [
        {
          type: 'cards',
          cards: [
            { title: 'only this', actions: [] },
            { title: 'T', actions: [] },
          ],
        },
      ],
    ],
    ['a location told as text', { type: 'location', latitude: '1', title: 'Here' }, [text('Here')]],
  ])('is read: %s', (_, payload, contents) => {
    expect(translatePayload(payload)).toEqual({ contents, dropped: [] });
  });

  it.each([
    ['blank text', { type: 'text', text: ' \n' }, 'blank text'],
    ['typing', { type: 'typing', value: true }, 'nothing readable in typing'],
    ['nothing', null, 'not a payload'],
    ['an empty object', {}, 'no type'],
  ])('is dropped with its reason: %s', (_, payload, reason) => {
    expect(translatePayload(payload)).toEqual({ contents: [], dropped: [reason] });
  });

  it('keeps what is readable of a bloc and its order', () => {
    const items = [{ type: 'text', text: 'A' }, 7, { type: 'text', text: '' }, { type: 'poll', text: 'B' }];
    expect(translatePayload({ type: 'bloc', items })).toEqual({
      contents: [text('A'), text('B')],
      dropped: ['not a payload', 'blank text'],
    });
  });

  it('never throws, whatever it is', () => {
    const types = ['text', 'image', 'location', 'choice', 'card', 'carousel', 'bloc', '__proto__'];
    const payload = fc.letrec((tie) => ({
      payload: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.record({
          type: fc.constantFrom(...types),
          payload: tie('payload'),
          items: fc.oneof(fc.array(tie('payload')), fc.jsonValue()),
          options: fc.array(fc.jsonValue()),
          actions: fc.jsonValue(),
          text: fc.jsonValue(),
        }),
      ),
    })).payload;
    fc.assert(fc.property(payload, (value) => Array.isArray(translatePayload(value).contents)));
  });

  it('is not brought down by endless nesting', () => {
    let bloc: unknown = { type: 'text', text: 'deep' };
    for (let depth = 0; depth < 50_000; depth += 1) bloc = { type: 'bloc', items: [bloc] };
    expect(translatePayload(bloc)).toEqual({ contents: [], dropped: ['nothing readable in bloc'] });
  });
});
