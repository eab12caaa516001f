import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const carousel = {
  type: 'carousel',
  items: [
    {
      title: 'Tent',
      actions: [
        { action: 'url', label: 'See it', value: 'https://x.example/tent' },
        { action: 'postback', label: 'Rent it', value: 'rent' },
      ],
    },
  ],
};

/** A customer of such an inbox writes, and the bot answers with these payloads, one webhook each. */
async function answered(channel: string | null, ...payloads: unknown[]): Promise<LaneStage> {
  const stage = await stages.open({ config: { settleMs: 0, reorderMs: 0 } });
  stage.engine.says = () => [];
  await stage.customerWrites('hi', channel === null ? {} : { channel });
  await stage.run('to-engine');
  const conversationId = stage.engine.taken[0]?.turn.conversation.conversationId;
  for (const payload of payloads) {
    const createdAt = stage.clock.now().toISOString();
    const id = crypto.randomUUID();
    const data = { id, conversationId, userId: 'bot', createdAt, payload, isBot: true };
    await stage.engineWebhook({ type: 'message_created', data });
  }
  return stage;
}

const shown = (stage: LaneStage) => stage.channel.shown.map(({ content }) => content);

describe('what the bot says at once', () => {
  it('is as many messages as its inbox needs, each with a ref of its own, in order', async () => {
    const stage = await answered('Channel::WebWidget', carousel, { type: 'text', text: 'And that is all.' });
    await stage.settle();
    expect(shown(stage)).toEqual([
      {
        type: 'cards',
        cards: [
          { title: 'Tent', actions: [{ type: 'link', title: 'See it', url: 'https://x.example/tent' }] },
        ],
      },
      { type: 'choice', text: 'Tent', options: [{ title: 'Rent it', value: 'rent' }] },
      { type: 'text', text: 'And that is all.' },
    ]);
    expect(new Set(stage.channel.shown.map(({ ref }) => ref)).size).toBe(3);
  });

  it('is words where the inbox shows no cards, and a choice where it shows those', async () => {
    const stage = await answered('Channel::Whatsapp', carousel);
    await stage.settle();
    expect(shown(stage)).toEqual([
      {
        type: 'choice',
        text: 'Tent\n- See it: https://x.example/tent',
        options: [{ title: 'Rent it', value: 'rent' }],
      },
    ]);
  });

  it('is words where nobody said what the inbox is', async () => {
    const stage = await answered(null, carousel);
    await stage.settle();
    expect(shown(stage)).toEqual([
      { type: 'text', text: 'Tent\n- See it: https://x.example/tent\n\n1. Rent it' },
    ]);
  });

  it('is split at sentences where it is too long for one message', async () => {
    const text = 'One sentence of many. '.repeat(400).trim();
    const stage = await answered('Channel::Whatsapp', { type: 'text', text });
    await stage.settle();
    expect(stage.channel.texts).toHaveLength(3);
    expect(stage.channel.texts.join(' ')).toBe(text);
  });
});

it('each piece is sent once, also when one of them is cut and found again', async () => {
  const stage = await answered('Channel::WebWidget', carousel);
  stage.echoesArrive = false;
  stage.channel.sends.next('done and cut', failure('rate-limited', { retryAfterMs: 1_000 }));
  await stage.settle();
  expect(shown(stage).map(({ type }) => type)).toEqual(['cards', 'choice']);
});

it('what was shown otherwise than meant says why', async () => {
  const stage = await answered('Channel::WebWidget', { type: 'image', imageUrl: 'https://x.example/a.png' });
  stage.channel.degraded = 'image shown as a link: the file is too large';
  await stage.settle();
  expect(stage.context.attempts.filter(({ hop }) => hop === 'channel')).toMatchObject([
    { outcome: 'ok', detail: 'image shown as a link: the file is too large' },
  ]);
});
