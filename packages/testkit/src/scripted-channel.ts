import type { Channel, ChannelClient } from '@tandem/integrations/contract';
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

/** A Chatwoot whose calls do what a test says, behind the real reader of its webhooks. It keeps what it was sent. */
export class ScriptedChannel {
  readonly shown: ShownMessage[] = [];
  readonly statuses: string[] = [];
  /** Whether the customer sees the bot typing. */
  typing = false;
  canRead = true;
  /** Runs while a send is under way, before it is stored. */
  duringSend: (() => Promise<void>) | null = null;
  /** Runs when a message was stored, before the call is answered: an echo may come first. */
  beforeAnswer: ((message: ShownMessage) => Promise<void>) | null = null;
  readonly sends: ScriptedCalls;
  readonly finds: ScriptedCalls;
  readonly statusCalls: ScriptedCalls;
  readonly typingCalls: ScriptedCalls;
  readonly channel: Channel;
  #lastMessageId = 900_000;

  constructor({ reader, onStep = () => {} }: Options) {
    this.sends = new ScriptedCalls('channel send', onStep);
    this.finds = new ScriptedCalls('channel find', onStep);
    this.statusCalls = new ScriptedCalls('channel status', onStep);
    this.typingCalls = new ScriptedCalls('channel typing', onStep);
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

  #client(): ChannelClient {
    return {
      canRead: this.canRead,
      send: async ({ conversationId, content, ref }, guard) => {
        guard();
        return await this.sends.call(async () => {
          await this.duringSend?.();
          const messageId = this.nextMessageId();
          const message = { messageId, conversationId, ref, content };
          this.shown.push(message);
          await this.beforeAnswer?.(message);
          return { messageId };
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
      find: async ({ conversationId, ref, afterMessageId }) =>
        await this.finds.call(() => {
          const found = this.shown.find(
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
