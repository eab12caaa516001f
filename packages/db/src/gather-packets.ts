import type { Kysely } from 'kysely';
import { isRefused } from './db-errors.ts';
import { mergePackets } from './merge-packets.ts';
import type { Tables } from './schema/tables.ts';
import { shareCommits } from './share-commits.ts';
import { executeAtomically, type Packet, sendAtomically } from './statement.ts';

/**
 * Transactions under way at once: what comes meanwhile goes with the next one. A third fills the time in which the disk writes the
 * others; five make more but smaller ones (measured).
 */
const concurrencyMax = 3;
const packetsMax = 40;

/** Sends a packet in one transaction: all of it or nothing. Answers what its statements read. */
export type SendPacket = (packet: Packet) => Promise<unknown[]>;

/**
 * Lets packets of different lanes share a transaction, and so a commit and a round trip, without waiting for company. What the
 * server refuses is taken apart, and each packet goes alone.
 */
export function gatherPackets(db: Kysely<Tables>): SendPacket {
  return shareCommits<Packet, unknown[]>({
    concurrencyMax,
    rowsMax: packetsMax,
    isRefusal: isRefused,
    commit: async (packets) => {
      const [first, second] = packets;
      if (first && !second) return [await sendAtomically(db, first)];
      const merged = mergePackets(packets);
      return merged.read(await executeAtomically(db, merged.queries));
    },
  });
}
