import type { FakeChatwootEvent, TranscriptEntry } from '@tandem/integrations/fakes';
import { messageView, wordsOf } from '../desk/message-view.ts';
import type { NewLine } from './create-flow.ts';
import { quote } from './quote.ts';

/** What an event in Chatwoot means, for people; null for what other lines tell. Pure. */
export function tellChatwoot(event: FakeChatwootEvent, nowMs: number): NewLine | null {
  if (event.kind !== 'message') return null;
  const { message } = event;
  return event.change === 'created' ? tellCreated(message) : tellUpdated(message, nowMs);
}

function tellCreated(message: TranscriptEntry): NewLine {
  const { from, createdAtMs: atMs, conversationId } = message;
  const view = messageView(message);
  const line = { atMs, conversationId, tone: 'plain' } as const;
  const name = view.senderName;
  switch (from) {
    case 'customer':
      return {
        ...line,
        from: 'customer',
        to: 'chatwoot',
        text: `${name ?? 'The customer'} wrote ${quote(wordsOf(view))}`,
      };
    case 'agent': {
      const wrote = view.private ? 'left a private note' : 'replied';
      return {
        ...line,
        from: 'agent',
        to: 'chatwoot',
        text: `${name ?? 'Somebody on a phone'} ${wrote}: ${quote(wordsOf(view))}`,
      };
    }
    case 'bot': {
      const what = view.private ? 'A private note for the agents' : 'The customer now sees the reply';
      return { ...line, from: 'tandem', to: 'chatwoot', text: `${what}: ${quote(wordsOf(view))}` };
    }
    case 'system':
      return { ...line, from: 'chatwoot', to: null, text: view.text };
  }
}

/** Of changes to a message only an answered choice is news. */
function tellUpdated(message: TranscriptEntry, nowMs: number): NewLine | null {
  const { options, chosen } = messageView(message);
  if (chosen === null) return null;
  const title = options.find(({ value }) => value === chosen)?.title ?? chosen;
  const { conversationId } = message;
  return {
    atMs: nowMs,
    conversationId,
    tone: 'plain',
    from: 'customer',
    to: 'chatwoot',
    text: `The customer chose ${quote(title)}`,
  };
}
