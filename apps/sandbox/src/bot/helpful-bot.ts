import type { BotAct, BotScript, Heard } from '@tandem/integrations/fakes';
import { z } from 'zod';
import { matchKnowledge } from './match-knowledge.ts';

/** What the platform tells the bot with each message (contracts/botpress.md §3.3); what is missing is empty. */
const zMetadata = z.object({
  tenantContext: z.object({ botName: z.string().nullable().catch(null) }).catch({ botName: null }),
  kb: z.array(z.object({ question: z.string(), answer: z.string(), tags: z.array(z.string()) })).catch([]),
  choice: z.object({ title: z.string(), value: z.string() }).optional().catch(undefined),
});
type Known = z.output<typeof zMetadata>;

const slots = [
  { label: 'Today, 16:00', value: 'slot-today-16' },
  { label: 'Tomorrow, 10:30', value: 'slot-tomorrow-10' },
  { label: 'Saturday, 11:00', value: 'slot-saturday-11' },
];

/**
 * Answers as a shop's bot would, from nothing but the metadata of the message: bookings, small talk, the tenant's knowledge.
 * It says nothing to `…`, asks for a human when told to, and marks as a fallback what it does not know.
 */
export const helpfulBot: BotScript = (heard) => {
  const known = zMetadata.parse(heard.metadata);
  const text = heard.text.trim();
  if (/^(…|\.{2,})$/.test(text)) return [];
  if (heard.payload.type === 'image')
    return say('Thank you for the photo! Our workshop repairs most things within a week.');
  const slot = slotOf(text, known);
  if (slot !== undefined) return say(`Done: ${slot.label} is booked for you. See you at the shop!`);
  if (asksForHuman(text)) return askForHuman(text);
  if (/\b(show|browse|catalog(ue)?)\b/i.test(text)) return showJackets();
  if (/\b(book|booking|appointment|reserve|fitting)\b/i.test(text)) return offerSlots();
  const entry = matchKnowledge(known.kb, text);
  if (entry !== null) return say(entry.answer);
  return say(...smallTalk(heard, known));
};

function slotOf(text: string, { choice }: Known): (typeof slots)[number] | undefined {
  const number = /^[1-3]$/.test(text) ? Number(text) - 1 : -1;
  return slots.find(
    ({ label, value }, index) =>
      value === choice?.value || index === number || label.toLowerCase() === text.toLowerCase(),
  );
}

function asksForHuman(text: string): boolean {
  return /\b(human|agent|colleague|representative|operator|real person|(talk|speak) (to|with) (a |some)\w+)\b/i.test(
    text,
  );
}

function askForHuman(text: string): BotAct[] {
  const told = say('Of course. I’ll get a colleague for you.');
  return [...told, { act: 'ask-for-human', reason: 'customer request', summary: text.slice(0, 200) }];
}

function offerSlots(): BotAct[] {
  const text = 'Happy to. When would you like to come in?';
  return [{ act: 'say', payload: { type: 'choice', text, options: slots }, afterMs: thinkingMs(text) }];
}

/** One card leads to a page; the other one's wish becomes a choice under it. */
function showJackets(): BotAct[] {
  const page = 'https://harbor-lane.example/jackets';
  const items = [
    {
      type: 'card',
      title: 'Skerry shell',
      subtitle: 'Three layers, sealed seams. 189 euros.',
      actions: [{ action: 'url', label: 'Look at it', value: `${page}/skerry` }],
    },
    {
      type: 'card',
      title: 'Mooring fleece',
      subtitle: 'Warm when wet. 79 euros.',
      actions: [
        { action: 'url', label: 'Look at it', value: `${page}/mooring` },
        { action: 'say', label: 'Book a fitting', value: 'I want to book a fitting' },
      ],
    },
  ];
  return [{ act: 'say', payload: { type: 'carousel', items }, afterMs: thinkingMs(page) }];
}

/** The words, and whether they are a fallback. */
function smallTalk(
  { text, count }: Heard,
  { tenantContext, kb }: Known,
): [words: string, isFallback?: boolean] {
  const name = tenantContext.botName ?? 'the shop’s assistant';
  if (/\b(who are you|your name|are you (a )?(bot|human|real))\b/i.test(text)) {
    return [`I am ${name}, a bot. My colleagues are human, and I can fetch one whenever you like.`];
  }
  if (/\bhow are you\b/i.test(text)) return ['All shipshape, thank you! What can I do for you?'];
  if (/^(hi|hello|hey|good (morning|afternoon|evening)|moin)\b/i.test(text)) {
    return [count > 1 ? 'Hello again! What can I do for you?' : `Hello! I am ${name}. How can I help?`];
  }
  if (/\b(thanks|thank you|cheers|great|perfect)\b/i.test(text)) return ['You are welcome!'];
  if (/\b(bye|goodbye|see you)\b/i.test(text)) return ['Goodbye, and fair winds!'];
  const topics = kb.slice(0, 3).map(({ question }) => `“${question}”`);
  const offer = topics.length === 0 ? '' : ` Try ${topics.join(', ')}, or`;
  return [`I am not sure about that.${offer} say “human” and I will get a colleague.`, true];
}

function say(words: string, isFallback = false): BotAct[] {
  const payload = { type: 'text', text: words };
  const act = { act: 'say', payload, afterMs: thinkingMs(words) } as const;
  return [isFallback ? { ...act, metadata: { fallback: true } } : act];
}

/** Long enough for the typing bubble, which comes after a second, to be seen. */
function thinkingMs(words: string): number {
  return 1_400 + Math.min(1_300, words.length * 9);
}
