import type { OnEnd } from '@tandem/db';
import { Counter, type Registry } from 'prom-client';

/**
 * Counts the ends of turns, messages and deliveries. `formOf` makes one of few reasons of the many that are recorded, so
 * that labels stay few.
 */
export function showEnds(registry: Registry, formOf: (reason: string) => string): OnEnd {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['end', 'reason'], registers: [registry] });
  const turns = counter('tandem_turns_ended_total', 'Turns by their end and its reason.');
  const messages = counter(
    'tandem_messages_ended_total',
    'Stored messages by their end and its reason; replies of the bot end as recorded.',
  );
  const deliveries = counter(
    'tandem_deliveries_ended_total',
    'Messages and steps carried to a channel by their end (sent, suppressed, dead) and its reason.',
  );
  return (ended) => {
    const labels = { end: ended.end, reason: formOf(ended.reason) };
    switch (ended.what) {
      case 'turn':
        turns.inc(labels);
        messages.inc(labels, ended.messages);
        return;
      case 'messages':
        messages.inc(labels, ended.count);
        return;
      case 'delivery':
        deliveries.inc(labels);
        return;
    }
  };
}
