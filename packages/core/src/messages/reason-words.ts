interface ReasonWords {
  /** As it is recorded; `…` stands for what differs from case to case. */
  reason: string;
  /** In place of a bare name; left out where the reason is a plain phrase itself. */
  plain?: string;
  /** What it means for the people concerned, and what may be done about it: one or two sentences; null: it says so itself. */
  means: string | null;
}

const silentBot = 'The bot stays silent until the conversation is resolved, set back to pending or released.';
const toHuman = 'The bot says nothing more until it is given the conversation back.';
const toBot = 'The bot answers the next message of the customer.';
const lookAtBot = 'See its attempts above; check the Botpress connection if it stays so.';
const lookAtChatwoot = 'See its attempts above; check the Chatwoot connection if it stays so.';

/** Every reason that the platform records, in words for those who ask why. A test holds the list against the code. */
export const reasonWords: readonly ReasonWords[] = [
  { reason: 'the reply is visible to the customer', means: null },
  {
    reason: 'the bot answered it together with another message',
    means: 'The bot gave one answer to several turns; it is shown with the other one.',
  },
  { reason: 'the bot chose to say nothing', means: 'Its answer was empty; the customer saw none.' },
  { reason: 'deleted by the customer', means: 'It was taken back before the bot was asked.' },
  {
    reason: 'the contact was erased',
    means: 'What it said is gone for good; the row stays so that a late webhook is known for a repetition.',
  },
  {
    reason: 'the tenant was deleted',
    means: 'Nothing is said for it any more; it may be restored for a while.',
  },
  {
    reason: 'superseded',
    plain: 'the customer wrote again before it could be shown (superseded)',
    means: 'This tenant drops what newer words have overtaken (onSupersede).',
  },
  {
    reason: 'stale session',
    plain: 'it belongs to an earlier talk of the bot in this conversation, which is over (stale session)',
    means:
      'The bot began a new talk after a long silence (sessionTtlHours) or because the old one was refused.',
  },
  { reason: 'a human owns the conversation: …', means: silentBot },
  {
    reason: 'the owner changed meanwhile: …',
    means: 'The status was left as it is, because another change had come first.',
  },
  {
    reason: 'the bot sent … messages in a row without one of the customer',
    means: 'The bot seems to talk to itself (loopBreaker); a human is asked to look.',
  },
  { reason: 'the tenant is suspended', means: 'Nothing is said for it until it is active again.' },
  {
    reason: 'the tenant has no Chatwoot connection',
    means: 'There is nowhere to answer: connect a Chatwoot inbox.',
  },
  {
    reason: 'the tenant has no usable Botpress connection',
    means: 'There is nobody to ask: connect a bot, or correct its connection.',
  },
  {
    reason: 'there is no usable Chatwoot connection',
    means: 'It could not be carried: correct the Chatwoot connection.',
  },
  { reason: 'unknown conversation', means: 'Nobody has written in it yet as far as Tandem knows.' },
  {
    reason: 'the stored body can no longer be read',
    means: 'It was stored by a version that read it otherwise; it is kept, and not acted on.',
  },
  {
    reason: 'internal error',
    plain: 'Tandem itself failed at it, again and again (internal error)',
    means: 'That is a fault of ours: the log of the worker says what failed.',
  },
  {
    reason: 'unknown outcome: internal error',
    means: 'Tandem itself failed while it was being sent; it may have been shown.',
  },
  { reason: 'the bot gave no reply before the deadline', means: lookAtBot },
  { reason: 'its deadline passed before the engine had it', means: lookAtBot },
  {
    reason: 'no success after … attempts; last: …',
    means: 'It was tried often enough; see its attempts above.',
  },
  { reason: 'no success before the deadline; last: …', means: 'Its time ran out; see its attempts above.' },
  {
    reason: 'not delivered within its time',
    means: `It would come too late now (replyTtlMinutes). ${lookAtChatwoot}`,
  },
  {
    reason: 'unknown outcome, and no token may read messages back',
    means:
      'It may have been shown; it is never sent blindly again. Give the connection a token that may read.',
  },
  {
    reason: 'unknown outcome, and reading back is refused',
    means: 'It may have been shown; it is never sent blindly again. Check the rights of the admin token.',
  },
  {
    reason: 'unknown outcome, and reading back fails: …',
    means: 'It may have been shown; it is never sent blindly again.',
  },
  { reason: 'read back: it was not stored', means: 'So it may be sent again.' },
  {
    reason: 'the sender went away between send and record',
    means: 'A worker ended at that moment; what became of the message is looked up.',
  },
  { reason: 'the lane was lost before sending', means: 'Another worker has the conversation and sends it.' },
  {
    reason: 'the handoff it tells of is over',
    means: 'The conversation was given back before the customer was told that a human comes.',
  },
  { reason: 'the reply was held back', means: 'It was not shown.' },
  { reason: 'the reply could not be delivered', means: lookAtChatwoot },
  {
    reason: 'unknown outcome: nobody recorded whether a conversation was started',
    means: 'It is not tried again: the visitor would see a second conversation.',
  },
  {
    reason: 'visitors are not welcomed when the widget opens',
    means: 'The tenant wants no welcome there, or has no words for it (welcomeOn).',
  },
  { reason: 'conversation … was started for the welcome', means: 'The welcome is shown in it.' },
  { reason: 'no conversation was started: …', means: 'The visitor was not welcomed.' },
  { reason: 'the bot failed: …', means: toHuman },
  { reason: 'a reply of the bot could not be delivered: …', means: toHuman },
  { reason: 'the bot asked for a human…', means: toHuman },
  { reason: 'the bot had no answer …', means: toHuman },
  { reason: 'the customer asked the same question twice', means: toHuman },
  { reason: 'the customer wrote the keyword “…”', means: toHuman },
  {
    reason: 'our own budget for the bot’s cloud is spent',
    means: 'It goes on as soon as the budget allows.',
  },
  { reason: 'self-test, proved by …', means: 'It was sent by Tandem itself to try the webhook out.' },
  { reason: 'an agent replied', means: toHuman },
  { reason: 'somebody replied outside Chatwoot', means: `Perhaps from a paired phone. ${toHuman}` },
  { reason: 'the conversation became … in Chatwoot', means: 'Whoever it belongs to by its status owns it.' },
  { reason: 'the conversation is snoozed in Chatwoot', means: toHuman },
  { reason: 'the conversation is open in Chatwoot', means: toHuman },
  { reason: 'the conversation is pending again in Chatwoot', means: toBot },
  {
    reason: 'Chatwoot had opened the conversation only because it could not reach us',
    means: `No agent had taken it, so it was set back to pending. ${toBot}`,
  },
  { reason: 'nobody wrote for … …', means: `So the tenant wants it (autoResumeMinutes). ${toBot}` },
  { reason: 'nobody has taken the conversation', means: toBot },
  { reason: 'handed over by an administrator', means: toHuman },
  { reason: 'released by an administrator', means: toBot },
  { reason: 'the conversation is pending', means: toBot },
  { reason: 'the conversation is open and assigned to nobody', means: toBot },
  { reason: 'a customer message reopens a resolved conversation for the bot', means: toBot },
  { reason: 'the bot began the conversation with a welcome', means: toBot },
  { reason: '…: …', means: 'An upstream refused it; see its attempts above.' },
];

/** The words for a recorded reason, those of the form that says most of it; null for one that is no reason of ours. Pure. */
export function wordsForReason(reason: string): ReasonWords | null {
  return bySpecificity.find(({ pattern }) => pattern.test(reason))?.words ?? null;
}

/** A recorded reason as a plain phrase. Pure. */
export const plainReason = (reason: string): string => wordsForReason(reason)?.plain ?? reason;

/** The form of a recorded reason, without what differs from case to case: one of few, for metrics. Pure. */
export const reasonForm = (reason: string): string =>
  reason === '' ? '' : (wordsForReason(reason)?.reason ?? 'other');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = (reason: string): RegExp =>
  new RegExp(`^${reason.split('…').map(escaped).join('.*')}$`, 's');

const bySpecificity = reasonWords
  .map((words) => ({
    words,
    pattern: patternOf(words.reason),
    said: words.reason.replaceAll('…', '').length,
  }))
  .sort((a, b) => b.said - a.said);
