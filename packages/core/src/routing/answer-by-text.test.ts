import type { BotMessage } from '@tandem/testkit/scripted-engine';
import { expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const options = [
  { title: 'Morning slot', value: 'slot_am' },
  { title: 'Afternoon slot', value: 'slot_pm' },
];
const offer: BotMessage = { text: 'Which one?', options };

/** A conversation in which the bot has offered two slots. */
async function offered() {
  const stage = await stages.open();
  stage.engine.says = ({ message }) => (message.text === 'book' ? [offer] : [`re: ${message.text}`]);
  await stage.customerWrites('book');
  await stage.settle();
  return stage;
}

const lastHeard = ({ engine }: Awaited<ReturnType<typeof offered>>) => engine.taken.at(-1)?.turn.message;

it.each([
  ['the title, as WhatsApp sends it', 'morning  slot'],
  ['the value, as Telegram sends it', 'slot_am'],
])('takes a text that is %s for the choice', async (_name, text) => {
  const stage = await offered();
  await stage.customerWrites(text);
  await stage.settle();
  expect(lastHeard(stage)).toEqual({ text, attachments: [], choice: options[0] });
});

it('takes the same choice again at every attempt, also by another worker', async () => {
  const stage = await offered();
  stage.engine.sends.next('refused', 'refused');
  await stage.customerWrites('Morning slot');
  await stage.settle();
  expect(lastHeard(stage)?.choice).toEqual(options[0]);
});

it('keeps a choice apart from what is written right after it', async () => {
  const stage = await offered();
  await stage.customerWrites('Morning slot');
  await stage.customerWrites('and bring the dog');
  await stage.settle();
  expect(stage.engine.heard).toEqual(['book', 'Morning slot', 'and bring the dog']);
});

it('forgets what was offered once the bot has answered something else', async () => {
  const stage = await offered();
  await stage.customerWrites('wait');
  await stage.settle();
  expect((await stage.session()).offered).toBeNull();
  await stage.customerWrites('Morning slot');
  await stage.settle();
  expect(lastHeard(stage)?.choice).toBeUndefined();
});

it('still knows it when the bot went on talking after its question', async () => {
  const stage = await stages.open();
  stage.engine.says = ({ message }) => (message.text === 'book' ? [offer, 'Take your time.'] : ['ok']);
  await stage.customerWrites('book');
  await stage.settle();
  await stage.customerWrites('Afternoon slot');
  await stage.settle();
  expect(lastHeard(stage)?.choice).toEqual(options[1]);
});

it('takes a click once, however often its message is updated', async () => {
  const stage = await offered();
  const id = stage.channel.shown.at(-1)?.messageId;
  expect((await stage.customerChooses('slot_am', { id })).status).toBe('accepted');
  expect((await stage.customerChooses('slot_am', { id })).status).toBe('duplicate');
  await stage.settle();
  expect((await stage.customerChooses('slot_am', { id })).status).toBe('duplicate');
  expect(stage.engine.heard).toEqual(['book', 'slot_am']);
});
