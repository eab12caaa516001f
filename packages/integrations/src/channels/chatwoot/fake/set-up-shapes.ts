import type { Fields } from '../wire.ts';
import type { Account, AccountWebhook, Bot, Inbox } from './world.ts';

/** Answers of the set-up calls (contracts/chatwoot.md §10.4). Secrets are shown to administrators alone. */

export function accountShape(account: Account): Fields {
  return {
    id: account.id,
    name: account.name,
    status: 'active',
    settings: { keep_pending_on_bot_failure: account.keepsPendingOnBotFailure },
  };
}

export function inboxShape(inbox: Inbox, isAdmin: boolean): Fields {
  const isApi = inbox.channel === 'Channel::Api';
  return {
    id: inbox.id,
    channel_id: inbox.id,
    name: inbox.name,
    channel_type: inbox.channel,
    greeting_enabled: inbox.greets,
    greeting_message: inbox.greets ? 'Welcome!' : null,
    working_hours_enabled: inbox.outOfOfficeMessage !== null,
    out_of_office_message: inbox.outOfOfficeMessage,
    enable_email_collect: inbox.collectsEmail,
    enable_auto_assignment: inbox.autoAssigns,
    ...(isApi && { webhook_url: inbox.webhookUrl, inbox_identifier: `identifier-${inbox.id}` }),
    ...(isApi && isAdmin && { secret: inbox.secret, hmac_token: `hmac-${inbox.id}` }),
  };
}

export function botShape(bot: Bot, isAdmin: boolean): Fields {
  const isSystem = bot.accountId === null;
  return {
    id: bot.id,
    name: bot.name,
    description: bot.description,
    thumbnail: '',
    outgoing_url: bot.outgoingUrl,
    bot_type: 'webhook',
    bot_config: {},
    account_id: bot.accountId,
    system_bot: isSystem,
    ...(!isSystem && { access_token: bot.token }),
    // An empty secret: a version before 4.13, which knows of none.
    ...(!isSystem && isAdmin && bot.secret !== '' && { secret: bot.secret }),
  };
}

export function webhookShape(webhook: AccountWebhook, account: Account): Fields {
  const { id, url, subscriptions, secret } = webhook;
  return { id, name: null, url, account_id: account.id, subscriptions, secret };
}
