import type { Facts } from '../compare/facts.ts';
import { type Moment, moment, type Subject } from './tell-trail.ts';

/** What Chatwoot and the engine saw of these messages. */
export function momentsAtFakes({ transcripts }: Facts, subject: Subject): Moment[] {
  const { conversationId, messageIds, isQuoted } = subject;
  const isHere = (one: { conversationId: number }) => one.conversationId === conversationId;
  return [
    ...transcripts.customerMessages.filter(({ messageId }) => messageIds.has(messageId)).flatMap(writing),
    ...transcripts.heard
      .filter(isQuoted)
      .flatMap((one) => moment(one.createdAtMs, `engine: heard ${quoted(one)} in turn ${one.turnId}`)),
    ...transcripts.said
      .filter(isQuoted)
      .flatMap((one) => [
        ...moment(one.createdAtMs, `engine: said ${one.messageId} to ${quoted(one)}`),
        ...moment(one.acknowledgedAtMs, `engine: webhook of ${one.messageId} acknowledged`),
      ]),
    ...transcripts.shown.filter(isQuoted).flatMap((one) => {
      const what = `message ${one.messageId} of the bot (ref ${one.tandemRef}) shown to ${quoted(one)}`;
      return moment(one.createdAtMs, `Chatwoot: ${what}`);
    }),
    ...transcripts.opened
      .filter(isHere)
      .flatMap(({ atMs }) => moment(atMs, 'Chatwoot: opened the conversation because a webhook failed')),
    ...transcripts.ownerEvents.filter(isHere).flatMap((one) => {
      const name = one.isAgentReply ? 'an agent replied' : `the status gives it to the ${one.owner}`;
      return [
        ...moment(one.sentAtMs, `Chatwoot: ${name}`),
        ...moment(one.acknowledgedAtMs, `Chatwoot: acknowledged that ${name}`),
      ];
    }),
  ];
}

function writing(one: Facts['transcripts']['customerMessages'][number]): Moment[] {
  const told = `told ${one.told.map((status) => status ?? 'nothing').join(', ')}`;
  return [
    ...moment(one.sentAtMs, `Chatwoot: message ${one.messageId} (q${one.number}) written; ${told}`),
    ...moment(one.acknowledgedAtMs, `Chatwoot: webhook of ${one.messageId} acknowledged`),
  ];
}

const quoted = ({ quotes }: { quotes: number[] }): string => quotes.map((number) => `q${number}`).join(' ');
