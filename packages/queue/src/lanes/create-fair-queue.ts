/**
 * Work waiting for a place and at work, by the party it is for. A party may take a place as long as it leaves more free than
 * it has itself: one that is alone fills half, and there is always a place for one that comes anew. Parties take turns.
 */
export interface FairQueue<Work> {
  /** False: the party has its part of the waiting places; nothing was added. */
  add(party: string, work: Work): boolean;
  /** The next that may begin, which then counts as at work; undefined: none. */
  begin(): Work | undefined;
  /** One of the party's is done. */
  end(party: string): void;
  readonly waiting: number;
}

export interface FairQueueInput {
  /** Places for work at work. */
  places: number;
  /** Places for work that waits. */
  waitingMax: number;
}

export const createFairQueue = <Work>({ places, waitingMax }: FairQueueInput): FairQueue<Work> => {
  const atWork = new Map<string, number>();
  /** In the order of their turns. */
  const rows = new Map<string, Work[]>();
  let [working, waiting] = [0, 0];

  const mayBegin = (party: string): boolean => (atWork.get(party) ?? 0) < places - working;
  const nextParty = (): string | undefined => {
    if (working >= places) return undefined;
    for (const party of rows.keys()) if (mayBegin(party)) return party;
    return undefined;
  };

  return {
    add: (party, work) => {
      const row = rows.get(party);
      if ((row?.length ?? 0) >= waitingMax - waiting) return false;
      if (row) row.push(work);
      else rows.set(party, [work]);
      waiting += 1;
      return true;
    },
    begin: () => {
      const party = nextParty();
      if (party === undefined) return undefined;
      const row = rows.get(party) ?? [];
      const work = row.shift();
      // To the end of the turns.
      rows.delete(party);
      if (row.length > 0) rows.set(party, row);
      waiting -= 1;
      working += 1;
      atWork.set(party, (atWork.get(party) ?? 0) + 1);
      return work;
    },
    end: (party) => {
      const left = (atWork.get(party) ?? 0) - 1;
      if (left > 0) atWork.set(party, left);
      else atWork.delete(party);
      working -= 1;
    },
    get waiting() {
      return waiting;
    },
  };
};
