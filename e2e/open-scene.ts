import type { BotScript } from '@tandem/integrations/fakes';
import type { ConfigPatch } from '@tandem/schemas';
import { expect } from 'vitest';
import { type ChatwootFixture, webhookOf } from './chatwoot-fixture.ts';
import type { Bridge } from './open-bridge.ts';
import { type Desk, openDesk } from './open-desk.ts';
import type { Answered } from './open-platform.ts';

/** Account and bot of all fixtures (contracts/chatwoot.md §12). */
const accountId = 7;
const botId = 5;

interface OpenScene {
  inboxId: number;
  conversationId: number;
  channel?: string;
  /** Of the webhooks that do not come from the fake; undefined: they are not signed. */
  secret?: string | undefined;
  config?: ConfigPatch;
  says?: BotScript;
  engine?: { dialect: string; secrets: string[] };
}

/** A tenant whose Chatwoot has the account, inbox, bot and conversation of the fixtures. */
export interface Scene extends Desk {
  conversationId: number;
  /** A contact that is there, for what needs one. */
  contactId: number;
  take(fixture: ChatwootFixture): Promise<Answered>;
  /** How what was stored of it ended, once it has. */
  endOf(answer: Answered): Promise<string | null>;
  conversations(): number;
}

/** A machine under load may answer 500, which has a bot's webhook sent again, three times in all (contracts/chatwoot.md §6). */
async function sendUntilStored(send: () => Promise<Answered>): Promise<Answered> {
  let answer = await send();
  for (let attempt = 2; attempt <= 3 && answer.status === 500; attempt += 1) answer = await send();
  return answer;
}

export const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 15_000, interval: 20 });

export async function openScene(bridge: Bridge, input: OpenScene): Promise<Scene> {
  const { inboxId, conversationId, channel = 'Channel::WebWidget', secret, ...more } = input;
  const { platform } = bridge;
  const { chatwoot, url } = await bridge.openChatwoot({ messageIdsAfter: 560_000 });
  for (let id = 1; id < accountId; id += 1) chatwoot.createAccount();
  chatwoot.createAccount({ conversationIdsAfter: conversationId - 1 });
  for (let id = 1; id < botId; id += 1) chatwoot.createBot({ accountId: 1 });
  const bot = chatwoot.createBot({ accountId });
  for (let id = 1; id < inboxId; id += 1) chatwoot.createInbox({ accountId: 1 });
  chatwoot.createInbox({ accountId, channel, botId: bot.id });
  const desk = await openDesk(bridge, {
    chatwoot,
    ...more,
    settings: {
      baseUrl: url,
      accountId,
      inboxId,
      botToken: bot.token,
      webhookSecrets: [bot.secret, ...(secret === undefined ? [] : [secret])],
      allowUnsigned: secret === undefined,
    },
  });
  chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: desk.webhookUrl });
  const { contactId } = chatwoot.startConversation({ inboxId });
  return {
    ...desk,
    conversationId,
    contactId,
    take: (fixture) => sendUntilStored(() => platform.post(webhookOf(desk.webhookUrl, fixture))),
    async endOf({ body }) {
      const read = async () => {
        const { row } = (await platform.trail(desk.scope, body.id ?? '')).subject;
        return 'endKind' in row ? row.endKind : null;
      };
      await eventually(read).not.toBeNull();
      return await read();
    },
    conversations: () => chatwoot.conversations({ accountId }).length,
  };
}
