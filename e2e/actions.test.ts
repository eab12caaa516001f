import { afterAll, beforeAll, expect, it } from 'vitest';
import { chatwootFixture, placeOf } from './chatwoot-fixture.ts';
import { type Bridge, openBridge } from './open-bridge.ts';
import { eventually, openScene } from './open-scene.ts';

let bridge: Bridge;
beforeAll(async () => {
  bridge = await openBridge();
}, 60_000);
afterAll(async () => await bridge?.close());

const actions = [
  { type: 'lead_capture', contact: { name: 'Rosa Lindqvist', email: 'rosa@lindqvist.example', seats: 12 } },
  { type: 'booking', slot: '2026-03-04 10:00' },
];
const message = chatwootFixture('message-created-incoming-web-widget');

it('a lead and a booking that the bot asks for stand in Chatwoot beside its words', async () => {
  const scene = await openScene(bridge, {
    ...placeOf(message),
    secret: message.secret,
    config: { allowedActions: ['lead_capture', 'booking'] },
    says: () => [{ act: 'say', payload: { type: 'text', text: 'Noted.' }, metadata: { actions } }],
  });
  const { accountId, conversationId, contactId, desk } = scene;
  const { body, ...fixture } = message;
  const sender = { ...Object(body.sender), id: contactId };
  await scene.take({ ...fixture, body: { ...body, sender } });
  await eventually(() => scene.botTexts(conversationId)).toEqual(['Noted.']);
  const ref = { accountId, conversationId };
  await eventually(() => desk.transcript(ref).filter((one) => one.private)).toMatchObject([
    { text: 'Booking: 2026-03-04 10:00', tandemRef: expect.any(String) },
  ]);
  expect(desk.conversation(ref)).toMatchObject({
    labels: ['booking'],
    customAttributes: { booking_slot: '2026-03-04 10:00' },
  });
  expect(desk.contact({ contactId })).toMatchObject({
    name: 'Rosa Lindqvist',
    email: 'rosa@lindqvist.example',
    customAttributes: { seats: 12 },
  });
});
