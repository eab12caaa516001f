import type { Session, Turn } from '@tandem/db';
import {
  type EngineClient,
  type EngineTurn,
  LeaseLost,
  type Taken,
  UpstreamError,
} from '@tandem/integrations/contract';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { showTypingLater } from '../typing/show-typing-later.ts';
import { failTurn } from './fail-turn.ts';
import type { Heard } from './hear.ts';
import { recordFailure } from './record-failure.ts';
import { recordTaken, toTaken } from './record-taken.ts';

interface SendOnce {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  turn: Turn;
  heard: readonly Heard[];
  client: EngineClient;
  built: EngineTurn;
  startedAtMs: number;
}

/**
 * Gives a turn to an engine that can neither be read back nor tell a repetition. It counts as taken before its first byte is
 * written: whatever happens then, also to this process, it is never sent again. What surely was not carried out is taken back and
 * thrown. After an unknown outcome the turn waits for a reply by webhook, or is dead where none can come.
 */
export async function sendOnce(context: LaneContext, input: SendOnce): Promise<void> {
  const { lane, turn, client, built } = input;
  await lane.scope.transaction(async (scope) => {
    const taken = scope.turns.taken(
      turn,
      toTaken(turn, { heard: input.heard, takenAtMs: null, at: context.now() }),
    );
    const [isOurs] = await scope.together([lane.renewal(scope), taken]);
    lane.prove(isOurs);
  });
  let taken: Taken;
  showTypingLater(context, { key: lane.key, session: input.session, turn });
  try {
    taken = await client.send(built, lane.guard);
  } catch (failure) {
    if (failure instanceof UpstreamError && failure.kind === 'unknown-outcome')
      return await leave(context, { ...input, failure });
    if (failure instanceof UpstreamError || failure instanceof LeaseLost) await takeBack(context, input);
    throw failure;
  }
  await recordTaken(context, { ...input, taken });
}

async function leave(context: LaneContext, input: SendOnce & { failure: UpstreamError }): Promise<void> {
  const { client, failure } = input;
  recordFailure(context, input);
  if (client.afterUnknown === 'give-up')
    await failTurn(context, { ...input, reason: `${failure.kind}: ${failure.message}` });
}

/** Nothing was carried out: this worker, or the next one where the lane was lost, may send it. */
async function takeBack(context: LaneContext, { lane, turn }: SendOnce): Promise<void> {
  await lane.send([lane.scope.turns.takeBack(turn.id), lane.scope.lanes.touch(lane.key, context.now())]);
}
