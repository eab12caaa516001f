import { type ChatwootVersion, versions } from './dispatch.ts';
import { Refusal } from './refusals.ts';
import type { Account, Bot, User, World } from './world.ts';

export type Caller = { type: 'user'; user: User } | { type: 'bot'; bot: Bot };

/** What a bot token may call, and since when; null: since long (contracts/chatwoot.md §10.1). */
const botOperations: Readonly<Record<string, '4.13' | 'current' | null>> = {
  'message.create': null,
  'conversation.create': null,
  'conversation.status': null,
  'conversation.priority': null,
  'conversation.update': null,
  'conversation.assign': null,
  'conversation.attributes': null,
  'conversation.typing': '4.13',
  'conversation.show': 'current',
  'labels.list': 'current',
  'labels.set': 'current',
};

function mayBot(operation: string, version: ChatwootVersion): boolean {
  const since = botOperations[operation];
  return since !== undefined && (since === null || versions.indexOf(version) >= versions.indexOf(since));
}

/** Who calls, or the 401 that Chatwoot answers; it has no 403 for this (§10.2). */
export function authenticate(
  world: World,
  input: { token: string | undefined; operation: string; version: ChatwootVersion },
): Caller {
  if (input.token === undefined) {
    throw new Refusal(401, { errors: ['You need to sign in or sign up before continuing.'] });
  }
  const caller = world.callers.get(input.token);
  if (caller === undefined) throw new Refusal(401, { error: 'Invalid Access Token' });
  if (caller.type === 'bot' && !mayBot(input.operation, input.version)) {
    throw new Refusal(401, { error: 'Access to this endpoint is not authorized for bots' });
  }
  return caller;
}

/** The account of a call, if the caller belongs to it: a bot by its own account or by an inbox it is attached to. */
export function accountFor(world: World, caller: Caller, accountId: number): Account {
  const account = world.accounts.get(accountId);
  if (account === undefined) throw new Refusal(404, { error: 'Resource could not be found' });
  if (caller.type === 'user') {
    if (caller.user.accountId === accountId) return account;
    throw new Refusal(401, { error: 'You are not authorized to access this account' });
  }
  if (caller.bot.accountId === accountId || caller.bot.accounts.has(account)) return account;
  throw new Refusal(401, { error: 'Bot is not authorized to access this account' });
}
