import { expect, it } from 'vitest';
import { count } from './count.ts';
import { makeFacts } from './make-facts.ts';

it('counts what was sent, what became of it, and why', () => {
  const facts = makeFacts(4);
  Object.assign(facts.message(4), { acknowledgedAtMs: null, told: [500, null] });
  facts.ledger.inbound.splice(facts.ledger.inbound.indexOf(facts.row(4)), 1);
  Object.assign(facts.row(3), { endKind: 'suppressed', endReason: 'conversation 12 is open' });
  facts.row(2).turnId = 'turn-1';
  facts.outbound(1).turnId = 'turn-3';
  facts.outbound(2).turnId = 'turn-1';
  expect(count(facts)).toMatchObject({
    sent: 4,
    acknowledged: 3,
    notAcknowledged: { nothing: 1 },
    ends: { answered: 2, suppressed: 1 },
    suppressed: { 'conversation N is open': 1 },
    merged: 1,
    replyMs: { p50: 490, p99: 490, max: 490 },
    replies: { said: 4, visible: 4, fetched: 0, misattributed: 1 },
  });
});
