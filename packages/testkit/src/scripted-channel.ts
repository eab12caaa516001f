import {
  type Channel,
  type ChannelClient,
  type ContactUpdate,
  type ConversationPriority,
  UpstreamError,
} from '@tandem/integrations/contract';
import type { Content } from '@tandem/schemas';
import { type OnStep, ScriptedCalls } from './call-script.ts';

/** A message of ours that Chatwoot holds: the customer sees it. */
export interface ShownMessage {
  messageId: number;
  conversationId: number;
  ref: string;
  content: Content;
}

interface Options {
  /** Whose reading and verifying it keeps. */
  reader: Channel;
  onStep?: OnStep;
}

/** A conversation's own things, beside its messages. */
export interface ShownConversation {
  labels: string[];
  attributes: Record<string, unknown>;
  /** Null: nobody has it. */
  assigned: { agentId: number } | { teamId: number } | null;
  priority: ConversationPriority;
}

/** A Chatwoot whose calls do what a test says, behind the real reader of its webhooks. It keeps what it was sent. */
export class ScriptedChannel {
  /** What customers see. */
  readonly shown: ShownMessage[] = [];
  /** What only agents see. */
  readonly notes: ShownMessage[] = [];
  readonly statuses: string[] = [];
  /** Whether the customer sees the bot typing. */
  typing = false;
  canRead = true;
  /** Agents and teams that are there; null: all. */
  assignees: { agentIds: readonly number[]; teamIds: readonly number[] } | null = null;
  readonly contactUpdates: ContactUpdate[] = [];
  readonly started: { conversationId: number; inboxId: number; contactId: number; sourceId: string }[] = [];
  /** Why the next sends are shown otherwise than meant; null: they are not. */
  degraded: string | null = null;
  /** Runs while a send is under way, before it is stored. */
  duringSend: (() => Promise<void>) | null = null;
  /** Runs when a message was stored, before the call is answered: an echo may come first. */
  beforeAnswer: ((message: ShownMessage) => Promise<void>) | null = null;
  readonly sends: ScriptedCalls;
  readonly finds: ScriptedCalls;
  readonly statusCalls: ScriptedCalls;
  readonly typingCalls: ScriptedCalls;
  readonly labelCalls: ScriptedCalls;
  readonly attributeCalls: ScriptedCalls;
  readonly contactCalls: ScriptedCalls;
  readonly assignCalls: ScriptedCalls;
  readonly priorityCalls: ScriptedCalls;
  readonly startCalls: ScriptedCalls;
  readonly channel: Channel;
  readonly #conversations = new Map<number, ShownConversation>();
  #lastMessageId = 900_000;
  #lastConversationId = 90_000;

  constructor({ reader, onStep = () => {} }: Options) {
    this.sends = new ScriptedCalls('channel send', onStep);
    this.finds = new ScriptedCalls('channel find', onStep);
    this.statusCalls = new ScriptedCalls('channel status', onStep);
    this.typingCalls = new ScriptedCalls('channel typing', onStep);
    this.labelCalls = new ScriptedCalls('channel label', onStep);
    this.attributeCalls = new ScriptedCalls('channel attributes', onStep);
    this.contactCalls = new ScriptedCalls('channel contact', onStep);
    this.assignCalls = new ScriptedCalls('channel assign', onStep);
    this.priorityCalls = new ScriptedCalls('channel priority', onStep);
    this.startCalls = new ScriptedCalls('channel start', onStep);
    this.channel = { ...reader, connect: () => this.#client() };
  }

  /** What the customer sees, as text. */
  get texts(): string[] {
    return this.shown.map(({ content }) =>
      content.type === 'text' ? content.text : JSON.stringify(content),
    );
  }

  /** Chatwoot's ids rise over all messages, whoever writes them. */
  nextMessageId(): number {
    this.#lastMessageId += 1;
    return this.#lastMessageId;
  }

  /** As agents see the conversation now. */
  conversation(conversationId: number): ShownConversation {
    const shown = this.#conversations.get(conversationId);
    if (shown) return shown;
    const empty: ShownConversation = { labels: [], attributes: {}, assigned: null, priority: null };
    this.#conversations.set(conversationId, empty);
    return empty;
  }

  #isThere(assignee: { agentId: number } | { teamId: number }): boolean {
    if (!this.assignees) return true;
    if ('agentId' in assignee) return this.assignees.agentIds.includes(assignee.agentId);
    return this.assignees.teamIds.includes(assignee.teamId);
  }

  #client(): ChannelClient {
    return {
      canRead: this.canRead,
      send: async ({ conversationId, content, ref, private: isPrivate }, guard) => {
        guard();
        return await this.sends.call(async () => {
          await this.duringSend?.();
          const messageId = this.nextMessageId();
          const message = { messageId, conversationId, ref, content };
          (isPrivate ? this.notes : this.shown).push(message);
          await this.beforeAnswer?.(message);
          return this.degraded === null ? { messageId } : { messageId, degraded: this.degraded };
        });
      },
      setStatus: async ({ status }, guard) => {
        guard();
        await this.statusCalls.call(() => this.statuses.push(status));
      },
      setTyping: async ({ on }, guard) => {
        guard();
        await this.typingCalls.call(() => {
          this.typing = on;
        });
      },
      addLabels: async ({ conversationId, labels }, guard) => {
        guard();
        await this.labelCalls.call(() => {
          const shown = this.conversation(conversationId);
          shown.labels = [...new Set([...shown.labels, ...labels])];
        });
      },
      mergeAttributes: async ({ conversationId, attributes }, guard) => {
        guard();
        await this.attributeCalls.call(() => {
          Object.assign(this.conversation(conversationId).attributes, attributes);
        });
      },
      updateContact: async (update, guard) => {
        guard();
        if (!this.canRead) throw new UpstreamError('unauthorized', 'channel contact: needs an admin token');
        await this.contactCalls.call(() => this.contactUpdates.push(update));
      },
      assign: async ({ conversationId, ...assignee }, guard) => {
        guard();
        await this.assignCalls.call(() => {
          const isThere = this.#isThere(assignee);
          this.conversation(conversationId).assigned = isThere ? assignee : null;
          if (!isThere) throw new UpstreamError('rejected', 'channel assign: there is nobody with this id');
        });
      },
      setPriority: async ({ conversationId, priority }, guard) => {
        guard();
        await this.priorityCalls.call(() => {
          this.conversation(conversationId).priority = priority;
        });
      },
      startConversation: async ({ inboxId, contactId, sourceId }, guard) => {
        guard();
        return await this.startCalls.call(() => {
          this.#lastConversationId += 1;
          const conversationId = this.#lastConversationId;
          this.started.push({ conversationId, inboxId, contactId, sourceId });
          return { conversationId };
        });
      },
      find: async ({ conversationId, ref, afterMessageId }) =>
        await this.finds.call(() => {
          const found = [...this.shown, ...this.notes].find(
            (message) =>
              message.conversationId === conversationId &&
              message.ref === ref &&
              message.messageId > (afterMessageId ?? 0),
          );
          return found ? { messageId: found.messageId } : null;
        }),
    };
  }
}
