import { randomBytes } from 'node:crypto';
import { helpfulBot } from '../bot/helpful-bot.ts';
import type { Tandem } from '../tandem/create-tandem.ts';
import { zConfigAnswer, zConnectionsAnswer, zSessionsAnswer } from '../tandem/wire.ts';
import type { Upstreams } from '../upstreams/open-upstreams.ts';
import { demoTenant } from './demo-tenant.ts';
import { findOrCreateTenant } from './find-or-create-tenant.ts';

/** The demo tenant with its inbox, wired both ways. */
export interface Demo {
  tenantId: string;
  tenantName: string;
  botName: string;
  /** Questions the bot can answer. */
  questions: string[];
  accountId: number;
  inboxId: number;
  agent: { id: number; name: string };
  /** Everybody whom a conversation may be assigned to. */
  staff: { id: number; name: string }[];
  /** Conversations up to this id belong to an earlier run. */
  conversationIdsAfter: number;
}

/**
 * Makes the demo tenant usable: finds or creates it, configures it if nobody has yet, sets up a Chatwoot account and a Botpress
 * bot, and connects them. Safe to repeat over restarts: the fakes have forgotten everything by then, Tandem has not.
 */
export async function seedDemo(context: { tandem: Tandem; upstreams: Upstreams }): Promise<Demo> {
  const { tandem, upstreams } = context;
  const tenant = await findOrCreateTenant(tandem, demoTenant);
  const at = `/tenants/${tenant.id}`;
  const { config, knowledgeBase } = await configure(tandem, at);
  const conversationIdsAfter = await newestConversation(tandem, at);
  const desk = setUpChatwoot(upstreams, { botName: config.botName ?? 'Bot', conversationIdsAfter });
  const bot = mintBot();

  const json = {
    chatwoot: {
      baseUrl: upstreams.chatwootUrl,
      accountId: desk.accountId,
      inboxId: desk.inboxId,
      botToken: desk.bot.token,
      adminToken: desk.adminToken,
      webhookSecrets: [desk.bot.secret],
      answerWhen: 'pending',
      secretOverlapHours: 0,
      rotateWebhookKey: true,
    },
    botpress: {
      dialect: 'chat_api',
      chatUrl: upstreams.botpressUrl,
      webhookId: bot.webhookId,
      encryptionKey: bot.encryptionKey,
      webhookSecrets: [bot.webhookSecret],
      secretOverlapHours: 0,
      rotateWebhookKey: true,
    },
  };
  const call = { method: 'PUT', path: `${at}/connections`, json } as const;
  const { connections } = await tandem.send(call, zConnectionsAnswer);
  upstreams.chatwoot.setBotUrl({ botId: desk.bot.id, outgoingUrl: connections.chatwoot.webhookUrl });
  upstreams.botpress.setBot({ ...bot, webhookUrl: connections.botpress.webhookUrl, script: helpfulBot });
  return {
    tenantId: tenant.id,
    tenantName: demoTenant.name,
    botName: config.botName ?? 'Bot',
    questions: knowledgeBase.map(({ question }) => question),
    accountId: desk.accountId,
    inboxId: desk.inboxId,
    agent: desk.agent,
    staff: desk.staff,
    conversationIdsAfter,
  };
}

/** What somebody configured by hand stays. */
async function configure(tandem: Tandem, at: string) {
  const existing = await tandem.get(`${at}/config`, zConfigAnswer);
  if (existing.version > 0) return existing;
  const { config, knowledgeBase } = demoTenant;
  return await tandem.send(
    { method: 'PUT', path: `${at}/config`, json: { config, knowledgeBase } },
    zConfigAnswer,
  );
}

/** Sessions are remembered by conversation: a new conversation under an old id would go on where that one ended. */
async function newestConversation(tandem: Tandem, at: string): Promise<number> {
  const { sessions } = await tandem.get(`${at}/sessions?limit=200`, zSessionsAnswer);
  return Math.max(0, ...sessions.map(({ conversationId }) => conversationId));
}

function setUpChatwoot({ chatwoot }: Upstreams, input: { botName: string; conversationIdsAfter: number }) {
  const { conversationIdsAfter } = input;
  const { id: accountId } = chatwoot.createAccount({ name: demoTenant.name, conversationIdsAfter });
  const bot = chatwoot.createBot({ accountId, name: input.botName });
  const inbox = chatwoot.createInbox({ accountId, name: 'Website', botId: bot.id });
  const agent = chatwoot.createUser({ accountId, name: 'Jonas Weber' });
  const admin = chatwoot.createUser({ accountId, name: 'Priya Nair', role: 'administrator' });
  const [{ id, name }, staff] = [agent, [agent, admin]];
  return { accountId, inboxId: inbox.id, bot, agent: { id, name }, staff, adminToken: admin.token };
}

function mintBot() {
  const word = () => randomBytes(18).toString('hex');
  return { webhookId: word(), encryptionKey: word(), webhookSecret: word() };
}
