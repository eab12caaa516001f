import type { FakeBotEvent, FakeChatApi, FakeChatwoot, TranscriptEntry } from '@tandem/integrations/fakes';
import type { CustomerMessage, Heard, Said, Transcripts } from '../compare/facts.ts';
import type { PostedWebhook } from './post-webhook.ts';
import { quotesIn } from './quote-bot.ts';
import { type ChatwootEvent, type EngineEvent, readChatwootEvent, readEngineEvent } from './read-posted.ts';

type OwnerEvent = Transcripts['ownerEvents'][number];

export interface Recorder {
  notePostedByChatwoot(posted: PostedWebhook): void;
  notePostedByEngine(posted: PostedWebhook): void;
  watch(input: { chatwoot: FakeChatwoot; chat: FakeChatApi }): void;
  transcripts(now: Pick<Transcripts, 'struck' | 'stillTyping'>): Transcripts;
}

const openedByChatwoot = 'due to an error with the agent bot';

/** Keeps what happens at the fakes, in its order, with the answers to their webhooks. */
export function createRecorder(): Recorder {
  const messages = new Map<number, CustomerMessage>();
  const ownerEvents = new Map<string, OwnerEvent>();
  const shown: Transcripts['shown'] = [];
  const heard: Heard[] = [];
  const said = new Map<string, Said>();
  const opened: Transcripts['opened'] = [];
  let duplicatesAnswered = 0;
  let slowestAnswerMs = 0;

  function noteShown(entry: TranscriptEntry): void {
    const { conversationId, id: messageId, createdAtMs, text } = entry;
    if (entry.type === 'activity' && text?.includes(openedByChatwoot))
      opened.push({ conversationId, atMs: createdAtMs });
    if (entry.from === 'customer') {
      const [number = -1] = quotesIn(text ?? '');
      messages.set(messageId, {
        number,
        conversationId,
        messageId,
        sentAtMs: createdAtMs,
        acknowledgedAtMs: null,
        told: [],
      });
    }
    if (entry.from === 'bot' && entry.type === 'outgoing' && !entry.private)
      shown.push({
        conversationId,
        messageId,
        createdAtMs,
        tandemRef: entry.tandemRef,
        quotes: quotesIn(text ?? ''),
      });
  }

  function noteSpoken({
    conversationId: engineConversationId,
    message,
  }: Extract<FakeBotEvent, { kind: 'message' }>): void {
    const { id: messageId, createdAtMs, payload, metadata } = message;
    const quotes = quotesIn(typeof payload.text === 'string' ? payload.text : '');
    const common = { engineConversationId, messageId, createdAtMs, quotes };
    if (message.isBot) said.set(messageId, { ...common, acknowledgedAtMs: null });
    else
      heard.push({
        ...common,
        turnId: typeof metadata?.tandemTurn === 'string' ? metadata.tandemTurn : null,
      });
  }

  function noteOwner(
    event: Extract<ChatwootEvent, { kind: 'owner' }>,
    posted: PostedWebhook,
    isTaken: boolean,
  ): void {
    const key = posted.deliveryId ?? String(ownerEvents.size);
    const known = ownerEvents.get(key) ?? { ...event, sentAtMs: posted.startedAtMs, acknowledgedAtMs: null };
    if (isTaken) known.acknowledgedAtMs ??= posted.answeredAtMs;
    const { conversationId, owner, isAgentReply, sentAtMs, acknowledgedAtMs } = known;
    ownerEvents.set(key, { conversationId, owner, isAgentReply, sentAtMs, acknowledgedAtMs });
  }

  return {
    notePostedByChatwoot(posted) {
      const isTaken = isSuccess(posted);
      slowestAnswerMs = Math.max(slowestAnswerMs, posted.answeredAtMs - posted.startedAtMs);
      if (posted.outcome === 'duplicate') duplicatesAnswered += 1;
      const event = readChatwootEvent(posted.body);
      if (event?.kind === 'owner') noteOwner(event, posted, isTaken);
      const message = event?.kind === 'customer-message' ? messages.get(event.messageId) : undefined;
      message?.told.push(posted.status);
      if (message && isTaken) message.acknowledgedAtMs ??= posted.answeredAtMs;
    },
    notePostedByEngine(posted) {
      const event: EngineEvent | null = readEngineEvent(posted.body);
      const reply = event === null ? undefined : said.get(event.messageId);
      if (reply && isSuccess(posted)) reply.acknowledgedAtMs ??= posted.answeredAtMs;
    },
    watch({ chatwoot, chat }) {
      chatwoot.observe((event) => {
        if (event.kind === 'message' && event.change === 'created') noteShown(event.message);
      });
      chat.observe((event) => {
        if (event.kind === 'message') noteSpoken(event);
      });
    },
    transcripts: (now) => ({
      customerMessages: [...messages.values()],
      shown,
      heard,
      said: [...said.values()],
      ownerEvents: [...ownerEvents.values()],
      opened,
      duplicatesAnswered,
      slowestAnswerMs,
      ...now,
    }),
  };
}

const isSuccess = ({ status }: PostedWebhook): boolean => status !== null && status >= 200 && status < 300;
