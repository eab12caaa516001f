import { inSequence, type Merged, merge } from './shape.ts';
import { inTurn, type Packet, partsOf, type Statement } from './statement.ts';

/** A statement and where its result belongs; `before` results are not wanted. */
interface Placed {
  statement: Statement<unknown>;
  packet: number;
  place: number | null;
}

/**
 * Packets of several lanes as one: each keeps the order of its statements, and those of one shape that come up together, looks and
 * most writes, are sent as one. Reads the results of each packet. Pure.
 *
 * A packet may read what another one wrote, in the order they came to stand in: one that touches a lane does so after it has
 * written that lane's work, or whoever works there might look between the two and find nothing.
 */
export function mergePackets(packets: readonly Packet[]): Merged<unknown[]> {
  const waiting = packets.map(({ before, statements }, packet): Placed[] => [
    ...before.map((statement) => ({ statement, packet, place: null })),
    ...statements.map((statement, place) => ({ statement, packet, place })),
  ]);
  const steps: Placed[][] = [];
  for (let step = next(waiting); step.length > 0; step = next(waiting)) steps.push(step);
  const { queries, read } = inSequence(steps.map((step) => asOne(step.map(({ statement }) => statement))));
  return {
    queries,
    read: (answers) => {
      const results = packets.map(({ statements }) => statements.map((): unknown => undefined));
      for (const [step, ofStep] of read(answers).entries())
        for (const [index, { packet, place }] of (steps[step] ?? []).entries()) {
          const row = results[packet];
          if (row && place !== null) row[place] = ofStep[index];
        }
      return results;
    },
  };
}

/** Takes out what comes first, of all packets where it is of one shape: preferably one that later comes up nowhere. */
function next(waiting: Placed[][]): Placed[] {
  const heads = waiting.flatMap(([head]) => head ?? []);
  const single = heads.find(({ statement }) => shapeOf(statement) === undefined);
  if (single) return [waiting[single.packet]?.shift() ?? single];
  const isLater = (shape: object | undefined) =>
    waiting.some((packet) => packet.slice(1).some(({ statement }) => shapeOf(statement) === shape));
  const chosen = heads.find(({ statement }) => !isLater(shapeOf(statement))) ?? heads[0];
  if (!chosen) return [];
  const shape = shapeOf(chosen.statement);
  return waiting.flatMap((packet) => {
    const [head] = packet;
    return head && shapeOf(head.statement) === shape ? packet.splice(0, 1) : [];
  });
}

function asOne(statements: readonly Statement<unknown>[]): Merged<unknown> {
  const shaped = statements.flatMap((statement) => partsOf(statement).shaped ?? []);
  return shaped.length === statements.length ? merge(shaped) : inTurn(statements);
}

const shapeOf = (statement: Statement<unknown>): object | undefined => partsOf(statement).shaped?.shape;
