import {
  type AccountWebhook,
  type Bot,
  type Inbox,
  known,
  newSecret,
  type Role,
  type User,
  type World,
} from './world.ts';

/** What an administrator sets up. Ids, tokens and secrets are made here, as Chatwoot makes them. */
export interface SetUp {
  createAccount(input?: {
    name?: string;
    keepsPendingOnBotFailure?: boolean;
    teams?: string[];
    /** The last display id of a conversation that is taken already. */
    conversationIdsAfter?: number;
  }): {
    id: number;
    name: string;
    teams: { id: number; name: string }[];
  };
  createUser(input: { accountId: number; name?: string; role?: Role }): {
    id: number;
    name: string;
    token: string;
  };
  /** `accountId` null: a system bot. `outgoingUrl` may be given later. */
  createBot(input: {
    accountId: number | null;
    name?: string;
    description?: string;
    outgoingUrl?: string | null;
  }): {
    id: number;
    name: string;
    token: string;
    secret: string;
  };
  setBotUrl(input: { botId: number; outgoingUrl: string | null }): void;
  createInbox(input: {
    accountId: number;
    name?: string;
    /** Default `Channel::WebWidget`. */
    channel?: string;
    botId?: number | null;
    /** API inboxes only. */
    webhookUrl?: string | null;
    greets?: boolean;
    outOfOfficeMessage?: string | null;
    collectsEmail?: boolean;
    autoAssigns?: boolean;
  }): { id: number; name: string; secret: string };
  /** Changes what is given. */
  setInbox(
    input: { inboxId: number } & Partial<
      Pick<Inbox, 'greets' | 'outOfOfficeMessage' | 'collectsEmail' | 'autoAssigns' | 'webhookUrl'>
    >,
  ): void;
  setAccount(input: { accountId: number; keepsPendingOnBotFailure: boolean }): void;
  deleteInbox(input: { inboxId: number }): void;
  /** Its token opens nothing any more, and inboxes are without it. */
  deleteBot(input: { botId: number }): void;
  /** Chatwoot signs with another secret from now on, which is answered. */
  resetBotSecret(input: { botId: number }): string;
  /** All inboxes of the installation, for tests that count. */
  inboxes(): { id: number; accountId: number; name: string; botId: number | null }[];
  /** All bots of the installation, system bots too. */
  bots(): { id: number; accountId: number | null; name: string; outgoingUrl: string | null }[];
  attachBot(input: { inboxId: number; botId: number | null }): void;
  createWebhook(input: { accountId: number; url: string; subscriptions: string[] }): {
    id: number;
    secret: string;
  };
}

export function createSetUp(world: World, options: { signs: boolean }): SetUp {
  const secret = () => (options.signs ? newSecret() : '');

  function attach(inbox: Inbox, bot: Bot | null): void {
    const previous = inbox.bot;
    inbox.bot = bot;
    bot?.accounts.add(inbox.account);
    if (previous === null || previous === bot) return;
    previous.accounts = new Set(
      [...world.inboxes.values()].filter((row) => row.bot === previous).map((row) => row.account),
    );
  }

  return {
    createAccount({ name, keepsPendingOnBotFailure = false, teams = [], conversationIdsAfter = 0 } = {}) {
      const id = world.nextId('account');
      const account = {
        id,
        name: name ?? `Account ${id}`,
        keepsPendingOnBotFailure,
        conversationSeq: conversationIdsAfter,
        conversations: new Map(),
        webhooks: [],
        teams: teams.map((team) => ({ id: world.nextId('team'), name: team })),
      };
      world.accounts.set(id, account);
      return { id, name: account.name, teams: account.teams };
    },

    createUser({ accountId, name, role = 'agent' }) {
      known(world.accounts.get(accountId), `account ${accountId}`);
      const id = world.nextId('user');
      const shown = name ?? `Agent ${id}`;
      const user: User = {
        id,
        accountId,
        name: shown,
        email: `agent-${id}@desk.example`,
        role,
        token: `user-${newSecret()}`,
      };
      world.users.set(id, user);
      world.callers.set(user.token, { type: 'user', user });
      return { id, name: user.name, token: user.token };
    },

    createBot({ accountId, name, description = '', outgoingUrl = null }) {
      const id = world.nextId('bot');
      const token = `bot-${newSecret()}`;
      const bot: Bot = {
        id,
        accountId,
        name: name ?? `Bot ${id}`,
        description,
        outgoingUrl,
        token,
        secret: secret(),
        accounts: new Set(),
      };
      world.bots.set(id, bot);
      world.callers.set(token, { type: 'bot', bot });
      return { id, name: bot.name, token, secret: bot.secret };
    },

    setBotUrl({ botId, outgoingUrl }) {
      known(world.bots.get(botId), `bot ${botId}`).outgoingUrl = outgoingUrl;
    },

    createInbox({
      accountId,
      name,
      channel = 'Channel::WebWidget',
      botId = null,
      webhookUrl = null,
      ...said
    }) {
      const account = known(world.accounts.get(accountId), `account ${accountId}`);
      const id = world.nextId('inbox');
      const inbox: Inbox = {
        id,
        account,
        name: name ?? `Inbox ${id}`,
        channel,
        bot: null,
        webhookUrl,
        secret: secret(),
        greets: said.greets ?? false,
        outOfOfficeMessage: said.outOfOfficeMessage ?? null,
        collectsEmail: said.collectsEmail ?? false,
        autoAssigns: said.autoAssigns ?? false,
      };
      world.inboxes.set(id, inbox);
      if (botId !== null) attach(inbox, known(world.bots.get(botId), `bot ${botId}`));
      return { id, name: inbox.name, secret: inbox.secret };
    },

    setInbox({ inboxId, ...settings }) {
      Object.assign(known(world.inboxes.get(inboxId), `inbox ${inboxId}`), settings);
    },

    setAccount({ accountId, ...settings }) {
      Object.assign(known(world.accounts.get(accountId), `account ${accountId}`), settings);
    },

    deleteInbox({ inboxId }) {
      world.inboxes.delete(inboxId);
    },

    deleteBot({ botId }) {
      const bot = known(world.bots.get(botId), `bot ${botId}`);
      for (const inbox of world.inboxes.values()) if (inbox.bot === bot) attach(inbox, null);
      world.bots.delete(botId);
      world.callers.delete(bot.token);
    },

    resetBotSecret({ botId }) {
      const bot = known(world.bots.get(botId), `bot ${botId}`);
      bot.secret = newSecret();
      return bot.secret;
    },

    inboxes: () =>
      [...world.inboxes.values()].map(({ id, account, name, bot }) => ({
        id,
        accountId: account.id,
        name,
        botId: bot?.id ?? null,
      })),

    bots: () =>
      [...world.bots.values()].map(({ id, accountId, name, outgoingUrl }) => ({
        id,
        accountId,
        name,
        outgoingUrl,
      })),

    attachBot({ inboxId, botId }) {
      const bot = botId === null ? null : known(world.bots.get(botId), `bot ${botId}`);
      attach(known(world.inboxes.get(inboxId), `inbox ${inboxId}`), bot);
    },

    createWebhook({ accountId, url, subscriptions }) {
      const account = known(world.accounts.get(accountId), `account ${accountId}`);
      const webhook: AccountWebhook = { id: world.nextId('webhook'), url, subscriptions, secret: secret() };
      account.webhooks.push(webhook);
      return { id: webhook.id, secret: webhook.secret };
    },
  };
}
