import type { FakeChatwootEvent } from '@tandem/integrations/fakes';
import type { Demo } from '../demo/seed-demo.ts';
import type { Upstreams } from '../upstreams/open-upstreams.ts';
import { messageView, wordsOf } from './message-view.ts';
import type { ConversationView, MessageView, OwnerView, PageChange } from './view.ts';

/** The one inbox of the page: its conversations with the owner Tandem says they have. */
export interface Desk {
  readonly demo: Demo;
  has(conversationId: number): boolean;
  conversations(): ConversationView[];
  messages(conversationId: number): MessageView[];
  /** Publishes the conversation when its owner is a new one. */
  setOwner(conversationId: number, owner: OwnerView): void;
  ownerOf(conversationId: number): OwnerView | null;
  /** Publishes what a fake's event changes on the page. */
  show(event: FakeChatwootEvent): void;
}

export function createDesk(input: {
  demo: Demo;
  upstreams: Upstreams;
  publish: (change: PageChange) => void;
}): Desk {
  const { demo, publish } = input;
  const { chatwoot } = input.upstreams;
  const { accountId, inboxId } = demo;
  const owners = new Map<number, OwnerView>();
  const nameOf = (userId: number | null) =>
    userId === null ? null : (demo.staff.find(({ id }) => id === userId)?.name ?? `agent ${userId}`);
  const states = () => chatwoot.conversations({ accountId, inboxId });

  function view(conversationId: number): ConversationView {
    const state = chatwoot.conversation({ accountId, conversationId });
    const spoken = chatwoot
      .transcript({ accountId, conversationId })
      .findLast(({ from, private: isPrivate }) => from !== 'system' && !isPrivate);
    return {
      id: state.conversationId,
      contactName: state.contactName,
      status: state.status,
      typing: state.typing,
      labels: state.labels,
      priority: state.priority,
      assignee: nameOf(state.assigneeId),
      updatedAtMs: state.updatedAtMs,
      lastWords: spoken === undefined ? null : wordsOf(messageView(spoken)),
      owner: owners.get(conversationId) ?? null,
    };
  }
  const publishConversation = (id: number) => publish({ type: 'conversation', conversation: view(id) });

  return {
    demo,
    has: (conversationId) => states().some((state) => state.conversationId === conversationId),
    conversations: () => states().map(({ conversationId }) => view(conversationId)),
    messages: (conversationId) => chatwoot.transcript({ accountId, conversationId }).map(messageView),
    ownerOf: (conversationId) => owners.get(conversationId) ?? null,
    setOwner(conversationId, owner) {
      owners.set(conversationId, owner);
      publishConversation(conversationId);
    },
    show(event) {
      switch (event.kind) {
        case 'message':
          publish({ type: 'message', message: messageView(event.message) });
          publishConversation(event.message.conversationId);
          return;
        case 'conversation':
          publishConversation(event.conversation.conversationId);
          return;
        case 'webhook':
          return;
      }
    },
  };
}
