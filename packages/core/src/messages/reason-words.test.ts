import { describe, expect, it } from 'vitest';
import { reasonsIn, recordedReasons } from '../../test/recorded-reasons.ts';
import { plainReason, reasonWords, wordsForReason } from './reason-words.ts';

describe('the list of reasons', () => {
  it('has words for each reason that the code can record, and for no other', () => {
    expect(reasonWords.map(({ reason }) => reason).sort()).toEqual(recordedReasons());
  });

  it.each(reasonWords.map((words) => [words.reason, words] as const))(
    'tells “%s” in whole sentences',
    (reason, words) => {
      expect(wordsForReason(reason.replaceAll('…', 'x y'))).toBe(words);
      expect(words.means ?? 'None.').toMatch(/^[A-Z].*\.$/);
      expect(words.plain ?? reason).toMatch(/ /);
    },
  );

  it('leaves alone what is no reason of ours', () => {
    expect([wordsForReason('because'), plainReason('because')]).toEqual([null, 'because']);
    expect(plainReason('superseded')).toMatch(/wrote again/);
  });
});

/** As something is put into a template. */
const hole = (code: string): string => `\${${code}}`;

describe('the search for reasons', () => {
  it.each([
    ["end({ kind: 'dead', reason: 'it is lost' })", ['it is lost']],
    [`const reason = isLate ? 'it is late' : \`no ${hole('thing')} came\`;`, ['it is late', 'no … came']],
    ["const lateReason = 'it is late';", ['it is late']],
    [`const lateReason = (n: number): string => \`it is ${hole('n')} late\`;`, ['it is … late']],
    ["return await suppress(context, lane, ids, 'nobody is there');", ['nobody is there']],
    [`const reason = \`asked${hole(`why ? \`: ${hole('why')}\` : ''`)} now\`;`, ['asked… now']],
    ["// reason: 'only said'\nlog('nothing to it')", []],
  ])('finds %j', (source, found) => expect(reasonsIn(source)).toEqual(found));
});
