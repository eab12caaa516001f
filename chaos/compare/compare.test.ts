import { describe, expect, it } from 'vitest';
import { findInChanged as found } from './find-in-changed.ts';
import type { MadeFacts } from './make-facts.ts';

const remove = <Item>(all: Item[], item: Item): void => void all.splice(all.indexOf(item), 1);
const move = <Item>(all: Item[], from: number, to: number): void =>
  void all.splice(to, 0, ...all.splice(from, 1));

it('finds nothing in a run in which all was well', () => {
  expect(found(() => {})).toEqual([]);
});

describe('lost', () => {
  it('is an acknowledged message without a row', () => {
    expect(found((facts) => remove(facts.ledger.inbound, facts.row(2)))).toEqual([
      'lost: acknowledged, and not in the ledger',
    ]);
  });

  it('is not one that Chatwoot was told 500 or nothing for', () => {
    const forget = (told: (number | null)[]) => (facts: MadeFacts) => {
      Object.assign(facts.message(2), { acknowledgedAtMs: null, told });
      remove(facts.ledger.inbound, facts.row(2));
    };
    expect(found(forget([500, 500, 500]))).toEqual([]);
    expect(found(forget([null]))).toEqual([]);
    expect(found(forget([404]))).toEqual(['lost: refused with 404, which is not sent again']);
  });

  it('is a message without an end, or with one that has no reason', () => {
    expect(found((facts) => Object.assign(facts.row(2), { state: 'in-turn', endKind: null }))).toEqual([
      'lost: has no end: it is in-turn',
    ]);
    expect(found((facts) => Object.assign(facts.row(2), { endKind: 'suppressed', endReason: '' }))).toEqual([
      'lost: ended as suppressed without a reason',
    ]);
  });

  it('is what was stored and could not be read again, a message or a reply', () => {
    const unread = { endKind: 'dead', endReason: 'the stored body can no longer be read' } as const;
    expect(found((facts) => Object.assign(facts.row(2), unread))).toEqual([
      'lost: stored, and not read again',
    ]);
    const reply = (facts: MadeFacts) => {
      Object.assign(facts.reply(2), unread);
      facts.ledger.outbound.splice(facts.ledger.outbound.indexOf(facts.outbound(2)), 1);
    };
    expect(found(reply)).toContain("lost: the bot's reply said-2 came and nothing was queued for it");
  });

  it('is an answer that nobody sees', () => {
    expect(found((facts) => remove(facts.transcripts.shown, facts.shown(2)))).toEqual([
      'lost: ended as answered, and no reply to it is visible',
    ]);
  });

  it('is not a reply that was held back or given up with a reason', () => {
    const drop = (state: 'suppressed' | 'dead', reason: string | null) => (facts: MadeFacts) => {
      Object.assign(facts.outbound(2), { state, reason });
      Object.assign(facts.row(2), { endKind: state, endReason: 'see the reply' });
      remove(facts.transcripts.shown, facts.shown(2));
    };
    expect(found(drop('suppressed', 'a human owns the conversation'))).toEqual([]);
    expect(found(drop('dead', 'unknown outcome'))).toEqual([]);
    expect(found(drop('dead', null))).toHaveLength(1);
  });

  it('is a reply of the bot that is recorded as sent and is not in Chatwoot', () => {
    const change = (facts: MadeFacts) => {
      Object.assign(facts.row(2), { endKind: 'suppressed', endReason: 'whatever' });
      remove(facts.transcripts.shown, facts.shown(2));
    };
    expect(found(change)).toEqual(["lost: the bot's reply said-2 is not in Chatwoot, while out-2 is sent"]);
  });

  it('is a reply that never came, unless its message has another end', () => {
    const miss = (endKind: string) => (facts: MadeFacts) => {
      remove(facts.ledger.inbound, facts.reply(2));
      remove(facts.transcripts.shown, facts.shown(2));
      Object.assign(facts.row(2), { endKind });
    };
    expect(found(miss('answered'))).toEqual(['lost: ended as answered, and no reply to it is visible']);
    expect(found(miss('dead'))).toEqual([]);
  });

  it('is a reply that came and for which nothing was queued', () => {
    const change = (facts: MadeFacts) => {
      remove(facts.ledger.outbound, facts.outbound(2));
      remove(facts.transcripts.shown, facts.shown(2));
      Object.assign(facts.row(2), { endKind: 'dead' });
    };
    expect(found(change)).toEqual(["lost: the bot's reply said-2 came and nothing was queued for it"]);
  });

  it('is not a reply to an old conversation at the engine, recorded as stale', () => {
    const change = (facts: MadeFacts) => {
      remove(facts.ledger.outbound, facts.outbound(2));
      remove(facts.transcripts.shown, facts.shown(2));
      Object.assign(facts.reply(2), { endKind: 'suppressed', endReason: 'stale session' });
      Object.assign(facts.row(2), { endKind: 'dead' });
    };
    expect(found(change)).toEqual([]);
  });
});

describe('doubled', () => {
  it('is a message with two rows', () => {
    expect(found((facts) => facts.ledger.inbound.push({ ...facts.row(2), id: 'row-again' }))).toEqual([
      'doubled: stored as a row 2 times',
    ]);
  });

  it('is a message the engine was given twice', () => {
    const again = (facts: MadeFacts) => {
      const [first] = facts.transcripts.heard;
      if (first) facts.transcripts.heard.push({ ...first, messageId: 'again' });
    };
    expect(found(again)).toEqual(['doubled: given to the engine 2 times']);
  });

  it('is a message with two visible answers', () => {
    const again = (facts: MadeFacts) => facts.transcripts.shown.push({ ...facts.shown(2), messageId: 900 });
    expect(found(again)).toEqual(['doubled: answered visibly 2 times']);
  });

  it('is a notice that is visible twice under one ref', () => {
    const say = (facts: MadeFacts) => {
      facts.ledger.outbound.push({ ...facts.outbound(2), id: 'out-notice', kind: 'notice', inboundId: null });
      const notice = { ...facts.shown(3), tandemRef: 'out-notice', quotes: [] };
      facts.transcripts.shown.push({ ...notice, messageId: 901 }, { ...notice, messageId: 902 });
    };
    expect(found(say)).toEqual(['doubled: out-notice is visible 2 times (messages 901, 902)']);
  });

  it('is a visible message that the ledger does not know', () => {
    const say = (facts: MadeFacts) =>
      facts.transcripts.shown.push({ ...facts.shown(3), messageId: 903, tandemRef: 'x', quotes: [] });
    expect(found(say)).toEqual(['doubled: message 903 is visible and its ref x is not in the ledger']);
  });
});

describe('disordered', () => {
  const swapHeard = (facts: MadeFacts) => {
    move(facts.transcripts.heard, 1, 2);
    Object.assign(facts.turn(2), { createdAtMs: 3_300 });
  };

  it('is a message that was acknowledged before a turn with a later one was claimed, and came after it', () => {
    expect(found(swapHeard)).toEqual([
      'disordered: 102 reached the engine after 103 although it was acknowledged 1090 ms before that turn was claimed',
    ]);
  });

  it('is not one that came after that turn was claimed, if it is marked late', () => {
    const late = (isLate: boolean) => (facts: MadeFacts) => {
      swapHeard(facts);
      facts.message(2).acknowledgedAtMs = 3_150;
      facts.row(2).isLate = isLate;
    };
    expect(found(late(true))).toEqual([]);
    expect(found(late(false))).toHaveLength(1);
  });

  it('is not excused by its mark when it was there long before', () => {
    const change = (facts: MadeFacts) => {
      swapHeard(facts);
      facts.row(2).isLate = true;
    };
    expect(found(change)).toHaveLength(1);
  });

  it('is a burst out of its order', () => {
    const merge = (facts: MadeFacts) => {
      const [first] = facts.transcripts.heard;
      if (first) facts.transcripts.heard = [{ ...first, quotes: [2, 1] }];
      facts.transcripts.heard.push({ ...facts.said(3), turnId: 'turn-3' });
      for (const number of [1, 2]) facts.row(number).turnId = 'turn-1';
    };
    expect(found(merge)).toEqual(['disordered: 101 reached the engine after 102 within one turn']);
  });

  const swapShown = (facts: MadeFacts) => {
    facts.shown(2).messageId = 510;
    facts.outbound(3).createdAtMs = 3_400;
  };

  it('is a reply that became visible after a later one', () => {
    expect(found(swapShown)).toEqual([
      "disordered: the bot's reply said-2 became visible (510) after its later reply said-3 (503)",
    ]);
  });

  it('is not a reply that was fetched late or came after the other was queued', () => {
    const fetched = (facts: MadeFacts) => {
      swapShown(facts);
      facts.reply(2).source = 'reply';
    };
    const late = (facts: MadeFacts) => {
      swapShown(facts);
      facts.said(2).acknowledgedAtMs = 3_401;
    };
    expect(found(fetched)).toEqual([]);
    expect(found(late)).toEqual([]);
  });
});
