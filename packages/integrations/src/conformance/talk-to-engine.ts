import type { EngineClient, EngineReply, EngineTurn } from '../contract/index.ts';
import { scripts } from '../engines/botpress/fake/bot-script.ts';
import { type EngineRig, mintTurn } from './engine-rig.ts';

/** The lane is held. */
export const free = () => {};

/** What every promise of the suite is asked with. */
export interface EngineTalk {
  client: EngineClient;
  /** A turn whose conversation is open; in a conversation of its own unless one is given. */
  opened(given?: Parameters<typeof mintTurn>[0]): Promise<EngineTurn>;
  /** All replies to a turn, wherever they come, in the order they came. */
  askForAll(turn: EngineTurn): Promise<EngineReply[]>;
  /** The one reply to a turn. */
  ask(turn: EngineTurn): Promise<EngineReply>;
  /** No fault, nothing under way, and a bot that quotes. */
  reset(): Promise<void>;
}

export function talkTo(rig: EngineRig): EngineTalk {
  const client = rig.engine.connect(rig.settings);

  async function askForAll(turn: EngineTurn): Promise<EngineReply[]> {
    const { replies } = await client.send(turn, free);
    await rig.settled();
    return replies ?? rig.replies.drain().map(({ reply }) => reply);
  }

  return {
    client,
    askForAll,

    async opened(given = {}) {
      const turn = mintTurn(given);
      await client.open(turn.conversation, free);
      return turn;
    },

    async ask(turn) {
      const [reply, ...others] = await askForAll(turn);
      if (reply !== undefined && others.length === 0) return reply;
      throw new Error(reply === undefined ? 'no reply' : `${others.length} replies too many`);
    },

    async reset() {
      await rig.settled();
      rig.replies.drain();
      rig.faults.clear();
      rig.setScript(scripts.quote());
    },
  };
}
