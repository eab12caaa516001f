import type { ConversationState, FaultsView, TranscriptEntry } from '@tandem/integrations/fakes';

/** What the page is told: plain data, the same in the first state and in every change. */

export interface OwnerView {
  /** Tandem's. */
  sessionId: string;
  owner: 'bot' | 'human';
  reason: string;
  sinceMs: number;
  /** When the customer is told that nobody came; null: nobody is waited for. */
  unattendedMs: number | null;
  /** The customer's language as Tandem knows it. */
  locale: string | null;
}

export interface ConversationView {
  id: number;
  contactName: string;
  status: ConversationState['status'];
  /** The bot shows that it types. */
  typing: boolean;
  labels: string[];
  priority: string | null;
  assignee: string | null;
  updatedAtMs: number;
  /** The newest public words. */
  lastWords: string | null;
  /** Null until Tandem has a session for it. */
  owner: OwnerView | null;
}

export interface MessageView {
  id: number;
  conversationId: number;
  atMs: number;
  /** `system`: a line about the conversation, of no person. */
  from: TranscriptEntry['from'];
  senderName: string | null;
  private: boolean;
  text: string;
  /** What can be chosen from, in the widget. */
  options: { title: string; value: string }[];
  /** The value that was chosen. */
  chosen: string | null;
  /** What can be looked at and followed. */
  cards: CardView[];
  attachments: AttachmentView[];
  failed: boolean;
}

export interface CardView {
  title: string;
  description: string;
  links: { title: string; url: string }[];
}

export interface AttachmentView {
  /** `image`, `audio`, `file`, `location`, … */
  kind: string;
  name: string;
  /** Null: there is nothing to open. */
  url: string | null;
}

export type Station = 'customer' | 'agent' | 'chatwoot' | 'tandem' | 'botpress';

/** One thing that happened, in a sentence. */
export interface FlowLine {
  id: number;
  atMs: number;
  from: Station;
  /** Null: it happened within `from`. */
  to: Station | null;
  /** `detail`: left out unless every detail is wanted. */
  tone: 'plain' | 'detail' | 'good' | 'to-human' | 'to-bot' | 'trouble';
  conversationId: number | null;
  text: string;
}

export interface FaultsPanel {
  chatwoot: FaultsView;
  botpress: FaultsView;
}

export interface PageState {
  conversations: ConversationView[];
  /** Oldest first. */
  flow: FlowLine[];
  faults: FaultsPanel;
  tandemAnswers: boolean;
}

export type PageChange =
  | { type: 'conversation'; conversation: ConversationView }
  | { type: 'message'; message: MessageView }
  | { type: 'flow'; lines: FlowLine[] }
  | { type: 'faults'; faults: FaultsPanel }
  | { type: 'tandem'; answers: boolean };
