import type { HttpResponse } from '../../http/index.ts';
import { type CallChatwoot, type ChatwootCall, NotForBots } from './call-chatwoot.ts';
import type { ChatwootSettings } from './settings.ts';

/** What bots may do only since some version of Chatwoot (contracts/chatwoot.md §10.1). */
export type BotRight = 'show' | 'labels' | 'typing' | 'attributes' | 'assign';

/** What is known of one connection's rights. */
export interface BotRights {
  mayTry(right: BotRight): boolean;
  refused(right: BotRight): void;
}

/** A Chatwoot that is brought up to date is noticed after this. */
const knownForMs = 3_600_000;
const connectionsMax = 10_000;

/** Remembers which rights connections turned out to lack, so that each is probed once an hour and not per message. */
export function createRightsMemory(options: {
  nowMs: () => number;
}): (settings: ChatwootSettings) => BotRights {
  const missing = new Map<string, { rights: Set<BotRight>; sinceMs: number }>();

  function find(key: string) {
    const known = missing.get(key);
    if (known === undefined || options.nowMs() - known.sinceMs < knownForMs) return known;
    missing.delete(key);
    return undefined;
  }

  return ({ baseUrl, accountId, botToken }) => {
    const key = `${baseUrl} ${accountId} ${botToken}`;
    return {
      mayTry: (right) => find(key)?.rights.has(right) !== true,
      refused(right) {
        const known = find(key) ?? { rights: new Set(), sinceMs: options.nowMs() };
        known.rights.add(right);
        missing.set(key, known);
        const [oldest] = missing.keys();
        if (missing.size > connectionsMax && oldest !== undefined) missing.delete(oldest);
      },
    };
  };
}

/** One account of one Chatwoot, as its calls see it. */
export interface ChatwootAccount {
  call: CallChatwoot;
  rights: BotRights;
}

/** Calls as the bot; as the admin where this Chatwoot does not let the bot. `unauthorized` when neither may. */
export async function callAsAllowed(
  { call, rights }: ChatwootAccount,
  input: { right: BotRight; call: Omit<ChatwootCall, 'as'> },
): Promise<HttpResponse> {
  if (rights.mayTry(input.right)) {
    try {
      return await call({ ...input.call, as: 'bot' });
    } catch (error) {
      if (!(error instanceof NotForBots)) throw error;
      rights.refused(input.right);
    }
  }
  return await call({ ...input.call, as: 'admin' });
}
