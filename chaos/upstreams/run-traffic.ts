import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationRef, FakeChatwoot } from '@tandem/integrations/fakes';
import type { Step } from '../schedule/plan-traffic.ts';
import { askAs } from './quote-bot.ts';

interface Traffic {
  chatwoot: FakeChatwoot;
  inboxIds: readonly number[];
  agentId: number;
  steps: readonly Step[];
}

/** Carries the steps out at their times. Conversations are spread over the inboxes. */
export async function runTraffic(input: Traffic): Promise<void> {
  const { chatwoot, inboxIds, agentId } = input;
  const refs = new Map<number, ConversationRef>();
  const startedAtMs = performance.now();
  for (const step of input.steps) {
    const waitMs = startedAtMs + step.atMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const ref = refs.get(step.conversation);
    switch (step.do) {
      case 'write': {
        const text = askAs(step.number);
        const inboxId = inboxIds[step.conversation % inboxIds.length] ?? 0;
        if (ref === undefined) refs.set(step.conversation, chatwoot.startConversation({ inboxId, text }));
        else chatwoot.customerSends({ ...ref, text });
        break;
      }
      case 'take-over':
        if (ref === undefined) break;
        chatwoot.agentReplies({ ...ref, agentId, text: 'I will take it from here.' });
        chatwoot.agentSetsStatus({ ...ref, agentId, status: 'open' });
    }
  }
}

/** Agents who give an open conversation back to the bot after a while: every other one resolved, the others pending. */
export function staffDesk(input: { chatwoot: FakeChatwoot; agentId: number; giveBackMs: number }): {
  close(): void;
} {
  const { chatwoot, agentId, giveBackMs } = input;
  const timers = new Map<number, NodeJS.Timeout>();
  const stop = chatwoot.observe((event) => {
    if (event.kind !== 'conversation' || event.conversation.status !== 'open') return;
    const { accountId, conversationId } = event.conversation;
    if (timers.has(conversationId)) return;
    const giveBack = (): void => {
      timers.delete(conversationId);
      const ref = { accountId, conversationId };
      if (chatwoot.conversation(ref).status !== 'open') return;
      chatwoot.agentSetsStatus({
        ...ref,
        agentId,
        status: conversationId % 2 === 0 ? 'pending' : 'resolved',
      });
    };
    timers.set(conversationId, setTimeout(giveBack, giveBackMs));
  });
  return {
    close() {
      stop();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
