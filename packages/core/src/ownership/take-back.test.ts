import { newId } from '@tandem/runtime';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { beforeEach, describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();
const visible = 'answered: the reply is visible to the customer';
const open = { status: 'open' } as const;

/** Stages of one file share their database, and so the platform's outages: each story has days of its own. */
let day = 0;
beforeEach(() => {
  day += 1;
});

async function begin() {
  const stage = await stages.open();
  stage.clock.advance(day * 86_400_000);
  return stage;
}

/** A conversation that the bot has answered in. */
async function talking() {
  const stage = await begin();
  await stage.customerWrites('hi');
  await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
  stage.clock.advance(60_000);
  return stage;
}

/** For half a minute no webhook reaches us; then some time passes. */
async function outage(stage: LaneStage) {
  const from = stage.clock.now();
  stage.clock.advance(30_000);
  await stages.database().platform.outages.add({ id: newId<string>(), from, until: stage.clock.now() });
  const within = new Date(from.getTime() + 10_000).getTime();
  stage.clock.advance(60_000);
  return { openedAtMs: within };
}

async function next(
  stage: LaneStage,
  more: Parameters<LaneStage['customerWrites']>[1] = open,
  text = 'anybody?',
) {
  const message = await stage.customerWrites(text, more);
  await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
  return { message, end: await stage.endOf(message) };
}

describe('a conversation that Chatwoot opened because our webhook failed', () => {
  it('is set back to pending and answered, though the event of its opening was lost too', async () => {
    const stage = await talking();
    await outage(stage);
    const { message, end } = await next(stage);
    expect(end).toBe(visible);
    expect(stage.channel.statuses).toEqual(['pending']);
    const { ownerChanges } = await stage.trail(message);
    expect(ownerChanges).toMatchObject([
      {
        to: 'bot',
        reason: 'Chatwoot had opened the conversation only because it could not reach us',
        actor: 'tandem',
      },
    ]);
  });

  it('is taken back from the human whom the event of its opening gave it to', async () => {
    const stage = await talking();
    const { openedAtMs } = await outage(stage);
    await stage.statusBecomes('open', { updatedAtMs: openedAtMs });
    expect((await stage.session()).owner).toBe('human');
    expect((await next(stage)).end).toBe(visible);
    expect(stage.channel.statuses).toEqual(['pending']);
  });

  it('is taken back when it began in the outage and nothing of it ever reached us', async () => {
    const stage = await begin();
    const { openedAtMs } = await outage(stage);
    expect((await next(stage, { ...open, createdAtMs: openedAtMs })).end).toBe(visible);
    expect(stage.channel.statuses).toEqual(['pending']);
  });

  it('stays taken back though the event of its opening comes late', async () => {
    const stage = await talking();
    const { openedAtMs } = await outage(stage);
    await next(stage);
    await stage.statusBecomes('open', { updatedAtMs: openedAtMs });
    expect((await next(stage, open, 'and one more thing')).end).toBe(visible);
  });
});

describe('a conversation that a human opened', () => {
  it('is left to him where no webhook of ours had failed', async () => {
    const stage = await talking();
    expect((await next(stage)).end).toMatch(/^suppressed: a human owns/);
    expect(stage.channel.statuses).toEqual([]);
  });

  it('is left to him though webhooks failed at another time', async () => {
    const stage = await talking();
    await outage(stage);
    await stage.statusBecomes('open');
    stage.clock.advance(1_000);
    expect((await next(stage)).end).toMatch(/^suppressed: a human owns/);
  });

  it.each([
    ['is assigned to him', () => ({ ...open, assigneeId: 18 })],
    ['shows that he replied', (at: number) => ({ ...open, firstReplyAtMs: at })],
  ] as const)('in an outage is left to him where it %s', async (_how, shown) => {
    const stage = await talking();
    const { openedAtMs } = await outage(stage);
    expect((await next(stage, shown(openedAtMs))).end).toMatch(/^suppressed: a human owns/);
  });
});
