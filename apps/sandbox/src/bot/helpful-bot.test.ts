import type { BotAct } from '@tandem/integrations/fakes';
import { describe, expect, it } from 'vitest';
import { demoTenant } from '../demo/demo-tenant.ts';
import { helpfulBot } from './helpful-bot.ts';
import { matchKnowledge } from './match-knowledge.ts';

const metadata = { tenantContext: { botName: 'Harper' }, kb: demoTenant.knowledgeBase };

function hear(text: string, more: Record<string, unknown> = {}): BotAct[] {
  const payload = { type: 'text', text };
  return helpfulBot({ conversationId: 'c', text, payload, metadata: { ...metadata, ...more }, count: 1 });
}
const wordsOf = (acts: BotAct[]): unknown[] =>
  acts.flatMap((act) => (act.act === 'say' ? [act.payload.text] : []));

describe('the sandbox bot', () => {
  it.each([
    ['When are you open on Sunday?', /11:00 to 16:00/],
    ['my jacket’s zip is broken, can you fix it', /workshop/],
    ['Wo ist der Parcel? I mean: how long for delivery', /working days/],
    ['do you have vouchers', /Gift cards/],
    ['Hello', /I am Harper/],
    ['Who are you?', /I am Harper, a bot/],
    ['thanks!', /welcome/],
  ])('answers “%s” from the knowledge base or by small talk', (text, words) => {
    expect(wordsOf(hear(text))).toEqual([expect.stringMatching(words)]);
  });

  it('marks what it does not know as a fallback', () => {
    expect(hear('What is the airspeed of a swallow?')).toEqual([
      expect.objectContaining({ act: 'say', metadata: { fallback: true } }),
    ]);
  });

  it('says that it fetches a colleague and asks for one', () => {
    const [said, asked] = hear('Can I talk to a human?');
    expect(said).toMatchObject({ act: 'say' });
    expect(asked).toMatchObject({ act: 'ask-for-human', reason: 'customer request' });
  });

  it('shows jackets as cards, one of which can be answered', () => {
    const [shown] = hear('Show me your jackets');
    expect(shown).toMatchObject({
      payload: { type: 'carousel', items: [{}, { actions: [{}, { action: 'say' }] }] },
    });
  });

  it('offers slots as a choice, and books what is chosen by click, by title or by number', () => {
    const [offer] = hear('I want to book a fitting');
    expect(offer).toMatchObject({ payload: { type: 'choice', options: expect.any(Array) } });
    const choice = { title: 'Tomorrow, 10:30', value: 'slot-tomorrow-10' };
    for (const acts of [hear(choice.title, { choice }), hear('tomorrow, 10:30'), hear('2')]) {
      expect(wordsOf(acts)).toEqual(['Done: Tomorrow, 10:30 is booked for you. See you at the shop!']);
    }
  });

  it.each(['…', '...', '..'])('says nothing to %s', (text) => {
    expect(hear(text)).toEqual([]);
  });

  it('needs no metadata', () => {
    expect(helpfulBot({ conversationId: 'c', text: 'hi', payload: {}, metadata: {}, count: 1 })).toHaveLength(
      1,
    );
  });
});

describe('matchKnowledge', () => {
  it('finds nothing where only common words are shared', () => {
    expect(matchKnowledge(demoTenant.knowledgeBase, 'what is it that you do with the')).toBeNull();
  });
});
