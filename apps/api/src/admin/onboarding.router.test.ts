import { createFakeChatwoot } from '@tandem/integrations/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type OnboardingRig, openOnboarding, outcomesOf } from '../../test/open-onboarding.ts';

let rig: OnboardingRig;
beforeAll(async () => {
  rig = await openOnboarding();
});
afterAll(() => rig.close());

const created = {
  'chatwoot.token': 'found',
  'chatwoot.inbox': 'created',
  'chatwoot.bot': 'created',
  'chatwoot.connection': 'created',
  'chatwoot.webhook': 'created',
  'botpress.bot': 'created',
  'botpress.chat': 'created',
  'botpress.key': 'created',
  'botpress.connection': 'created',
  'botpress.webhook': 'created',
  'self-test.chatwoot': 'found',
  'self-test.botpress': 'found',
  'chatwoot.attach': 'created',
  'chatwoot.advice': 'found',
};
const found = Object.fromEntries(Object.keys(created).map((step) => [step, 'found']));

describe('onboarding', () => {
  it('makes everything once, proves it, and finds it all when it is repeated', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    const workspace = rig.mintWorkspace();
    const input = { chatwoot: { ...account, inboxChannel: 'api' }, botpress: workspace };
    const first = await rig.onboard(tenant, input);
    expect([first.outcome, outcomesOf(first)]).toEqual(['complete', created]);
    expect(first.proofs).toEqual({ chatwoot: 'signature', botpress: 'secret-key' });

    const inboxes = rig.chatwoot.inboxes().filter(({ accountId }) => accountId === account.accountId);
    const bots = rig.chatwoot.bots().filter(({ accountId }) => accountId === account.accountId);
    expect(inboxes).toMatchObject([{ name: 'Harbor Lane', botId: bots[0]?.id }]);
    expect(bots).toHaveLength(1);
    const [engineBot, ...others] = rig.cloud.bots(workspace.workspaceId);
    expect(others).toEqual([]);
    expect([engineBot?.tags, engineBot?.keys.size]).toEqual([{ tenantId: tenant, managedBy: 'tandem' }, 1]);

    const again = await rig.onboard(tenant, input);
    expect([again.outcome, outcomesOf(again)]).toEqual(['complete', found]);
    expect(again.proofs).toEqual(first.proofs);
    expect(rig.cloud.bots(workspace.workspaceId)).toHaveLength(1);
    expect(rig.chatwoot.conversations({ accountId: account.accountId })).toEqual([]);
    const { body } = await rig.call('GET', `/tenants/${tenant}/onboarding`);
    expect(body.onboarding).toEqual(again);
  });

  it('makes a tenant whose customers are heard', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    await rig.onboard(tenant, {
      chatwoot: { ...account, inboxChannel: 'api' },
      botpress: rig.mintWorkspace(),
    });
    const inbox = rig.chatwoot.inboxes().find(({ accountId }) => accountId === account.accountId);
    const conversation = rig.chatwoot.startConversation({ inboxId: inbox?.id ?? 0, text: 'Hello?' });
    await rig.chatwoot.settled();
    expect(rig.chatwoot.conversation(conversation).status).toBe('pending');
    const why = await rig.call('GET', `/tenants/${tenant}/messages/${conversation.messageId}/why`);
    expect([why.status, why.body.trail?.channelMessageId]).toEqual([200, conversation.messageId]);
  });

  it('answers and stores no secret', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    const workspace = rig.mintWorkspace();
    const report = await rig.onboard(tenant, {
      chatwoot: { ...account, inboxChannel: 'api' },
      botpress: workspace,
    });
    const bot = rig.chatwoot.bots().find(({ accountId }) => accountId === account.accountId);
    const key = bot?.outgoingUrl?.split('/').at(-1) ?? '';
    const [engineBot] = rig.cloud.bots(workspace.workspaceId);
    const held = Object.values(engineBot?.integrations ?? {}).flatMap(({ configuration }) =>
      Object.values(configuration).map(String),
    );
    const secrets = [account.adminToken, workspace.token, key, ...held, ...(engineBot?.keys.keys() ?? [])];
    expect(secrets).toHaveLength(7);
    for (const secret of secrets) expect(JSON.stringify(report)).not.toContain(secret);
  });

  it('adopts a bot and an inbox that are there, by id or by name', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    const workspace = rig.mintWorkspace();
    const { botId } = rig.cloud.createBot({ ...workspace, name: 'Made by hand' });
    const inbox = rig.chatwoot.createInbox({ accountId: account.accountId, name: 'Website' });
    const report = await rig.onboard(tenant, {
      chatwoot: { ...account, inboxName: 'Website' },
      botpress: { ...workspace, botId },
    });
    expect(outcomesOf(report)).toMatchObject({ 'chatwoot.inbox': 'found', 'botpress.bot': 'found' });
    expect(report.outcome).toBe('complete');
    const byId = await rig.onboard(tenant, { chatwoot: { ...account, inboxId: inbox.id } });
    expect(outcomesOf(byId)).toMatchObject({
      'chatwoot.inbox': 'found',
      'botpress.bot': 'skipped',
      'self-test.botpress': 'skipped',
    });
  });

  it('mends what was changed behind its back', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    const input = { chatwoot: { ...account, inboxChannel: 'api' } };
    await rig.onboard(tenant, input);
    const bot = rig.chatwoot.bots().find(({ accountId }) => accountId === account.accountId);
    const inbox = rig.chatwoot.inboxes().find(({ accountId }) => accountId === account.accountId);
    rig.chatwoot.setBotUrl({ botId: bot?.id ?? 0, outgoingUrl: 'https://elsewhere.test' });
    rig.chatwoot.attachBot({ inboxId: inbox?.id ?? 0, botId: null });
    const mended = await rig.onboard(tenant, input);
    expect(outcomesOf(mended)).toMatchObject({
      'chatwoot.bot': 'found',
      'chatwoot.connection': 'found',
      'chatwoot.webhook': 'updated',
      'self-test.chatwoot': 'found',
      'chatwoot.attach': 'created',
    });
    expect(rig.chatwoot.bots().filter(({ accountId }) => accountId === account.accountId)).toHaveLength(1);
  });

  it('follows a secret that was replaced in Chatwoot, also where the old one is still in memory', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    const input = { chatwoot: { ...account, inboxChannel: 'api' } };
    await rig.onboard(tenant, input);
    const bot = rig.chatwoot.bots().find(({ accountId }) => accountId === account.accountId);
    const path = `/api/v1/accounts/${account.accountId}/agent_bots/${bot?.id}/reset_secret`;
    const headers = { api_access_token: account.adminToken };
    await fetch(`${account.baseUrl}${path}`, { method: 'POST', headers });
    const report = await rig.onboard(tenant, input);
    expect([report.outcome, report.proofs.chatwoot]).toEqual(['complete', 'signature']);
    expect(outcomesOf(report)).toMatchObject({
      'chatwoot.connection': 'updated',
      'chatwoot.webhook': 'found',
    });
  });

  it('takes an old Chatwoot, which signs nothing, only when told to, and says what the proof is', async () => {
    const old = createFakeChatwoot({ version: '4.10' });
    const { url: baseUrl } = await old.listen();
    const { id: accountId } = old.createAccount();
    const { token: adminToken } = old.createUser({ accountId, role: 'administrator' });
    const tenant = await rig.mintTenant();
    const chatwoot = { baseUrl, accountId, adminToken, inboxChannel: 'api' };
    const refused = await rig.onboard(tenant, { chatwoot });
    expect(failureOf(refused)).toMatch(/^chatwoot.bot: .*allowUnsigned/);
    const taken = await rig.onboard(tenant, { chatwoot: { ...chatwoot, allowUnsigned: true } });
    expect([taken.outcome, taken.proofs.chatwoot]).toEqual(['complete', 'path-key']);
    expect(old.bots()).toHaveLength(1);
    await old.close();
  });

  it('names what the operator should look at', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount({ keepsPendingOnBotFailure: true });
    const { accountId } = account;
    const { id } = rig.chatwoot.createInbox({ accountId, greets: true, outOfOfficeMessage: 'Closed' });
    const url = `${rig.url}/api/webhooks/chatbot/chatwoot`;
    rig.chatwoot.createWebhook({ accountId, url, subscriptions: ['message_created'] });
    const report = await rig.onboard(tenant, { chatwoot: { ...account, inboxId: id } });
    expect(report.outcome).toBe('complete');
    expect(report.advice.map(({ code }) => code).sort()).toEqual([
      'greeting',
      'keeps-pending',
      'no-engine',
      'out-of-office',
      'private-url',
      'second-webhook',
    ]);
  });
});

describe('one tenant', () => {
  it('is onboarded by one at a time', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    rig.chatwoot.faults.set({
      direction: 'request',
      name: 'delay',
      delayMs: 300,
      rate: 1,
      only: ['bot.list'],
    });
    const run = () =>
      rig.call('POST', `/tenants/${tenant}/onboarding`, { chatwoot: { ...account, inboxChannel: 'api' } });
    const answers = await Promise.all([run(), run(), run()]);
    rig.chatwoot.faults.clear();
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(rig.chatwoot.inboxes().filter(({ accountId }) => accountId === account.accountId)).toHaveLength(1);
  });
});
