import type { Live } from '../open-live.ts';
import type { Rows } from '../row.ts';
import { until } from '../until.ts';

const receiptOf = async (live: Live): Promise<string> => {
  const { sessionId } = await live.conversation();
  const path = `/tenants/${live.demo.tenantId}/erasures`;
  const { receipt } = await live.call('POST', path, { sessionId });
  const done = async () => (await live.call('GET', `${path}/${receipt.id}`)).receipt.state === 'done' || null;
  await until(done, 'the erasure is done');
  return receipt.id;
};

/** What was said, by whom, and what became of it. */
export const conversationRows: Rows = {
  'sessions list': {
    words: async (live) => {
      await live.conversation();
      return `sessions list ${live.demo.slug} --limit 1`;
    },
    shows: /^id +conversationId +owner/m,
  },
  'sessions show': {
    words: async (live) => `sessions show ${live.demo.slug} ${(await live.conversation()).sessionId}`,
    shows: /^owner +bot$/m,
  },
  'sessions handoff': {
    words: async (live) =>
      `sessions handoff ${live.demo.slug} ${(await live.conversation()).sessionId} --reason "a VIP"`,
    shows: /^owner +human$/m,
  },
  'sessions release': {
    words: async (live) => {
      const { sessionId } = await live.conversation();
      await live.call('POST', `/tenants/${live.demo.tenantId}/sessions/${sessionId}/handoff`, {});
      return `sessions release ${live.demo.slug} ${sessionId}`;
    },
    shows: /^owner +bot$/m,
  },
  'messages list': {
    words: async (live) => {
      const { conversationId } = await live.conversation();
      return `messages list ${live.demo.slug} --conversation ${conversationId}`;
    },
    shows: /^\d.* out +\d+ /m,
  },
  'messages show': {
    words: async (live) => {
      const { conversationId } = await live.conversation();
      const path = `/tenants/${live.demo.tenantId}/messages?conversationId=${conversationId}`;
      const { messages } = await live.call('GET', path);
      return `messages show ${live.demo.slug} ${messages[0].id}`;
    },
    shows: /^direction +/m,
  },
  'messages tail': {
    words: ({ demo }) => `messages tail ${demo.slug}`,
    meanwhile: (live) => live.conversation(),
    // Who comes first differs from run to run.
    isHidden: true,
    exitCode: 130,
    shows: /accepted +conversation \d+ +customer-message/,
  },
  'messages why': {
    words: async (live) => `messages why ${live.demo.slug} ${(await live.conversation()).messageId}`,
    shows: /^End +/m,
    // It is on the page of `why`.
    isHidden: true,
  },
  'dead list': {
    words: async (live) => {
      await live.deadMessage('willow');
      return 'dead list willow --limit 1';
    },
    shows: /^1 in all$/m,
  },
  'dead show': {
    words: async (live) => `dead show willow ${await live.deadMessage('willow')}`,
    shows: /^Replay +It goes to the bot once more/m,
  },
  'dead replay': {
    words: async (live) => `dead replay willow ${await live.deadMessage('willow')} --force`,
    shows: /^queued +1$/m,
  },
  'dead drop': {
    words: async (live) => `dead drop willow ${await live.deadMessage('willow')} --why "called the customer"`,
    shows: /^id +/m,
  },
  'contacts erase': {
    words: async (live) =>
      `contacts erase ${live.demo.slug} --session ${(await live.conversation()).sessionId}`,
    shows: /^state +done$/m,
  },
  'contacts receipt': {
    words: async (live) => `contacts receipt ${live.demo.slug} ${await receiptOf(live)}`,
    shows: /^state +done$/m,
  },
  'contacts receipts': {
    words: async (live) => `contacts receipts ${live.demo.slug} --limit 1`,
    shows: /^id +state +orderedBy/m,
  },
  // What waits differs from moment to moment.
  queues: { words: () => 'queues', shows: /^to-engine /m, isHidden: true },
  why: {
    words: async (live) => {
      const { sessionId, conversationId } = await live.conversation();
      const at = `/tenants/${live.demo.tenantId}`;
      await live.call('POST', `${at}/sessions/${sessionId}/handoff`, { reason: 'a VIP' });
      const { accountId } = live.demo;
      const said = { accountId, conversationId, text: 'Are you there?' };
      const { messageId } = live.chatwoot.customerSends(said);
      const end = async () =>
        (await live.call('GET', `${at}/messages/${messageId}/why`).catch(() => null))?.trail.end;
      await until(end, 'the message has its end');
      live.stands.set(String(messageId), '88123');
      return `why ${live.demo.slug} ${messageId}`;
    },
    shows: /^End +/m,
  },
};
