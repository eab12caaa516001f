import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();
const config = { welcomeMessage: 'Welcome aboard!', welcomeOn: 'widget-open' } as const;

describe('a visitor who opens the widget', () => {
  it('is welcomed in a conversation of his own, once, however often he opens it', async () => {
    const stage = await stages.open({ config });
    expect((await stage.visitorOpensWidget()).status).toBe('accepted');
    expect((await stage.visitorOpensWidget()).status).toBe('duplicate');
    await stage.settle();
    expect((await stage.visitorOpensWidget()).status).toBe('duplicate');
    await stage.settle();
    expect(stage.channel.started).toHaveLength(1);
    const [{ conversationId, ...started } = { conversationId: 0 }] = stage.channel.started;
    expect(started).toEqual({ inboxId: 42, contactId: 1203, sourceId: 'visitor' });
    expect(stage.channel.shown).toMatchObject([
      { conversationId, content: { type: 'text', text: 'Welcome aboard!' } },
    ]);
    expect(await stage.scope.sessions.find({ ...stage, conversationId })).toMatchObject({
      owner: 'bot',
      contactId: 1203,
      welcomed: true,
    });
  });

  it('is told apart from others', async () => {
    const stage = await stages.open({ config });
    await stage.visitorOpensWidget({ sourceId: 'a' });
    await stage.visitorOpensWidget({ sourceId: 'b' });
    await stage.settle();
    expect(stage.channel.started.map(({ sourceId }) => sourceId)).toEqual(['a', 'b']);
  });

  it('and has a conversation already is left alone', async () => {
    const stage = await stages.open({ config });
    expect(await stage.visitorOpensWidget({ hasConversation: true })).toEqual({
      status: 'ignored',
      reason: 'the visitor has a conversation',
    });
  });

  it('is left alone where the tenant does not want it', async () => {
    const stage = await stages.open({ config: { welcomeMessage: 'Welcome aboard!' } });
    expect((await stage.visitorOpensWidget()).status).toBe('ignored');
  });
});

describe('starting the conversation', () => {
  it('is tried again when surely nothing was started', async () => {
    const stage = await stages.open({ config });
    stage.channel.startCalls.next('refused', failure('failed'));
    await stage.visitorOpensWidget();
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Welcome aboard!']);
  });

  it('is never repeated when nobody knows what came of it', async () => {
    const stage = await stages.open({ config });
    stage.channel.startCalls.next('done and cut');
    const opening = await stage.visitorOpensWidget();
    await stage.settle();
    expect(stage.channel.started).toHaveLength(1);
    expect(await stage.endOf(opening)).toBe('dead: no conversation was started: unknown-outcome');
  });

  it('is not repeated after a worker that went away in the middle of it', async () => {
    let kills = true;
    const onStep = (name: string) => {
      if (kills && name === 'after channel start') throw new Error('killed');
    };
    const stage = await stages.open({ config, onStep });
    const opening = await stage.visitorOpensWidget();
    await expect(stage.settle()).rejects.toThrow('killed');
    kills = false;
    await stage.expireLease();
    await stage.settle();
    expect(stage.channel.started).toHaveLength(1);
    expect(await stage.endOf(opening)).toMatch(/^dead: unknown outcome/);
  });
});

it('the welcome is not repeated when the visitor then writes', async () => {
  const stage = await stages.open({ config });
  await stage.visitorOpensWidget();
  await stage.settle();
  await stage.customerWrites('hello');
  await stage.settle();
  expect(stage.channel.texts).toEqual(['Welcome aboard!', 're: hello']);
});
