import type { EngineAction } from '@tandem/schemas';
import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { explain } from '../messages/explain.ts';

const stages = useLaneStages();

const lead: EngineAction = {
  type: 'lead_capture',
  contact: { name: 'Rosa Lindqvist', email: 'rosa@lindqvist.example', phone: '+46701234567', seats: 12 },
};
const booking: EngineAction = { type: 'booking', slot: '2026-03-04 10:00', note: 'with the dog' };
const allowed = { config: { allowedActions: ['lead_capture', 'booking'] } } satisfies Parameters<
  typeof stages.open
>[0];

/** The bot answers one message with these actions. */
async function asked(actions: EngineAction[], options: Parameters<typeof stages.open>[0] = allowed) {
  const stage = await stages.open(options);
  stage.engine.says = () => [{ text: 'Noted.', actions }];
  const message = await stage.customerWrites('hello');
  return { stage, message };
}

const sentences = async ({ stage, message }: Awaited<ReturnType<typeof asked>>) =>
  explain(await stage.trail(message)).steps.map(({ text }) => text);

describe('a lead', () => {
  it('is written to the contact', async () => {
    const { stage } = await asked([lead]);
    await stage.settle();
    expect(stage.channel.contactUpdates).toEqual([
      {
        contactId: 1203,
        name: 'Rosa Lindqvist',
        email: 'rosa@lindqvist.example',
        phoneNumber: '+46701234567',
        attributes: { seats: 12 },
      },
    ]);
    expect(stage.channel.conversation(stage.conversationId).attributes).toEqual({});
  });

  it.each(['unauthorized', 'rejected'] as const)('is kept by the conversation when %s', async (kind) => {
    const { stage } = await asked([lead]);
    const conversation = stage.channel.conversation(stage.conversationId);
    conversation.attributes = { plan: 'pro' };
    stage.channel.contactCalls.next(failure(kind));
    await stage.settle();
    expect(stage.channel.conversation(stage.conversationId).attributes).toEqual({
      plan: 'pro',
      lead_name: 'Rosa Lindqvist',
      lead_email: 'rosa@lindqvist.example',
      lead_phone_number: '+46701234567',
      lead_seats: 12,
    });
  });
});

describe('a booking', () => {
  it('is a label, attributes and a note that carries our id', async () => {
    const { stage } = await asked([booking]);
    await stage.settle();
    expect(stage.channel.conversation(stage.conversationId)).toMatchObject({
      labels: ['booking'],
      attributes: { booking_slot: '2026-03-04 10:00', booking_note: 'with the dog' },
    });
    const [note] = stage.channel.notes;
    expect(note?.content).toEqual({ type: 'text', text: 'Booking: 2026-03-04 10:00\n\nwith the dog' });
    expect(await stage.scope.trails.find({ by: 'id', id: note?.ref ?? '' })).toMatchObject({
      subject: { row: { kind: 'action', state: 'sent' } },
    });
  });

  it('whose note was cut is looked up, not written twice', async () => {
    const { stage } = await asked([booking]);
    stage.channel.sends.next('ok', 'done and cut');
    await stage.settle();
    expect(stage.channel.notes).toHaveLength(1);
    expect(await stage.scope.outbound.open(stage, 10)).toEqual([]);
  });
});

it('actions that fail are tried again on their own, and the reply waits for none of them', async () => {
  const { stage, message } = await asked([lead, booking]);
  stage.channel.contactCalls.next(failure('failed'), failure('failed'));
  stage.channel.labelCalls.always(failure('failed'));
  const visible: string[] = [];
  stage.channel.beforeAnswer = async ({ content }) => {
    if (content.type === 'text') visible.push(`${content.text} ${stage.channel.contactUpdates.length}`);
  };
  await stage.settle();
  expect(visible[0]).toBe('Noted. 0');
  expect(stage.channel.contactUpdates).toHaveLength(1);
  expect(stage.channel.notes).toHaveLength(1);
  expect(await stage.endOf(message)).toBe('answered: the reply is visible to the customer');
  const told = (await sentences({ stage, message })).join('\n');
  expect(told).toMatch(/The label of the bot's action \(3\) was given up: no success before the deadline/);
  expect(told).toMatch(/The lead of the bot's action \(2\) was made in Chatwoot/);
});

it('what the bot may not do is refused, with a word in the trail', async () => {
  const { stage, message } = await asked([lead, booking], {});
  await stage.settle();
  expect([stage.channel.contactUpdates, stage.channel.notes]).toEqual([[], []]);
  expect(stage.channel.texts).toEqual(['Noted.']);
  const { messages } = await stage.trail(message);
  expect(messages.at(-1)?.endReason).toBe(
    '1 messages to carry; the action lead_capture is refused: it is not among the allowed actions; ' +
      'the action booking is refused: it is not among the allowed actions',
  );
});

it('actions are carried out though a human took over meanwhile, the words are held back', async () => {
  const { stage } = await asked([booking]);
  stage.engine.beforeAnswer = async () => void (await stage.agentWrites());
  await stage.settle();
  expect(stage.channel.texts).toEqual([]);
  expect(stage.channel.conversation(stage.conversationId).labels).toEqual(['booking']);
});
