import { describe, expect, it } from 'vitest';
import { openDesk } from '../../../../test/open-desk.ts';

describe('faults', () => {
  it('duplicate, drop, delay and reorder webhooks, the same way for the same seed', async () => {
    const run = async () => {
      const { fake, received, start } = openDesk({ seed: 7, webhookConcurrency: 1 });
      for (const name of ['duplicate', 'drop', 'delay', 'reorder'] as const) {
        fake.faults.set({ direction: 'webhook', name, rate: 0.2, delayMs: 5, only: ['message_created'] });
      }
      const ref = start('0');
      for (let count = 1; count < 40; count += 1) fake.customerSends({ ...ref, text: `${count}` });
      await fake.settled();
      const texts = received.flatMap(({ event }) =>
        event.kind === 'customer-message' ? [Number(event.message.text)] : [],
      );
      return { texts, struck: fake.faults.read().struck };
    };
    const { texts, struck } = await run();
    expect(Object.keys(struck).sort()).toEqual([
      'webhook.delay',
      'webhook.drop',
      'webhook.duplicate',
      'webhook.reorder',
    ]);
    expect(texts.length).toBe(40 - (struck['webhook.drop'] ?? 0) + (struck['webhook.duplicate'] ?? 0));
    expect(texts).not.toEqual([...texts].sort((a, b) => a - b));
    expect((await run()).struck).toEqual(struck);
  });

  it('can be read as data, spent and cleared', () => {
    const { fake } = openDesk();
    const fault = { direction: 'request', name: 'fail', rate: 1, times: 1 } as const;
    fake.faults.set(fault);
    expect(fake.faults.read()).toEqual({ seed: 1, faults: [fault], struck: {} });
    expect(fake.faults.strikeRequest(() => 'x')).toEqual(fault);
    expect(fake.faults.strikeRequest(() => 'x')).toBeNull();
    expect(fake.faults.read()).toEqual({ seed: 1, faults: [], struck: { 'request.fail': 1 } });
    fake.faults.clear();
    expect(fake.faults.read()).toEqual({ seed: 1, faults: [], struck: {} });
  });
});
