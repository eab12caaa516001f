import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, type OnboardingRig, openOnboarding, outcomesOf } from '../../test/open-onboarding.ts';

let rig: OnboardingRig;
beforeAll(async () => {
  rig = await openOnboarding();
});
afterAll(() => rig.close());

describe('what is not ours', () => {
  it('is left alone: a bot of somebody else on the inbox, unless it is to be replaced', async () => {
    const tenant = await rig.mintTenant();
    const account = rig.mintAccount();
    const { accountId } = account;
    const theirs = rig.chatwoot.createBot({ accountId, name: 'Theirs', outgoingUrl: 'https://theirs.test' });
    const inbox = rig.chatwoot.createInbox({ accountId, botId: theirs.id });
    const chatwoot = { ...account, inboxId: inbox.id };
    const refused = await rig.onboard(tenant, { chatwoot });
    expect(failureOf(refused)).toMatch(/^chatwoot.inbox: .*Theirs.*replaceBot/);
    expect(rig.chatwoot.bots().filter((bot) => bot.accountId === accountId)).toHaveLength(1);
    const replaced = await rig.onboard(tenant, { chatwoot: { ...chatwoot, replaceBot: true } });
    expect(outcomesOf(replaced)).toMatchObject({ 'chatwoot.bot': 'created', 'chatwoot.attach': 'updated' });
    expect(rig.chatwoot.bots().find(({ id }) => id === theirs.id)).toMatchObject({
      name: 'Theirs',
      outgoingUrl: 'https://theirs.test',
    });
  });

  it('is refused: an inbox of another tenant, a bot of another, a Chat integration that talks to somebody', async () => {
    const [mine, theirs] = [await rig.mintTenant(), await rig.mintTenant()];
    const account = rig.mintAccount();
    const workspace = rig.mintWorkspace();
    await rig.onboard(theirs, {
      chatwoot: { ...account, inboxChannel: 'api', inboxName: 'Theirs' },
      botpress: workspace,
    });
    const taken = await rig.onboard(mine, { chatwoot: { ...account, inboxName: 'Theirs' } });
    expect(failureOf(taken)).toMatch(/^chatwoot.inbox: .*belongs to another tenant/);
    const [bot] = rig.cloud.bots(workspace.workspaceId);
    const chatwoot = { ...account, inboxChannel: 'api', inboxName: 'Mine' };
    const named = await rig.onboard(mine, { chatwoot, botpress: { ...workspace, botId: bot?.id } });
    expect(failureOf(named)).toMatch(/^botpress.bot: .*another tenant/);

    const { botId } = rig.cloud.createBot(workspace);
    const hand = rig.cloud.bots(workspace.workspaceId).find(({ id }) => id === botId);
    const [chat] = Object.values(bot?.integrations ?? {});
    if (hand === undefined || chat === undefined) throw new Error('the bots were not made');
    hand.integrations[chat.id] = { ...chat, configuration: { webhookUrl: 'https://somebody.test/hook' } };
    const foreign = await rig.onboard(mine, { chatwoot, botpress: { ...workspace, botId } });
    expect(failureOf(foreign)).toMatch(/^botpress.chat: .*somebody else.*replaceWebhook/);
    const taken2 = await rig.onboard(mine, {
      chatwoot,
      botpress: { ...workspace, botId, replaceWebhook: true },
    });
    expect(taken2.outcome).toBe('complete');
  });
});

describe('a failed step says what to do', () => {
  it.each([
    ['a wrong token', { adminToken: 'wrong' }, /^chatwoot.token: The token is refused/],
    ['an inbox that is not there', { inboxId: 999_999 }, /^chatwoot.inbox: There is no inbox 999999/],
    [
      'no inbox and no wish for one',
      {},
      /^chatwoot.inbox: There is no inbox called Harbor Lane.*inboxChannel/,
    ],
    ['no member of the account', { accountId: 999_999 }, /^chatwoot.token: .*no member of account 999999/],
    ['no Chatwoot there', { baseUrl: 'http://127.0.0.1:1' }, /^chatwoot.token: It could not be reached/],
  ])('%s', async (_what, over, words) => {
    const tenant = await rig.mintTenant();
    const report = await rig.onboard(tenant, { chatwoot: { ...rig.mintAccount(), ...over } });
    expect(failureOf(report)).toMatch(words);
    expect(report.steps.filter(({ outcome }) => outcome === 'skipped').length).toBeGreaterThan(10);
  });

  it('an agent’s token', async () => {
    const account = rig.mintAccount();
    const { token: adminToken } = rig.chatwoot.createUser({ accountId: account.accountId });
    const report = await rig.onboard(await rig.mintTenant(), { chatwoot: { ...account, adminToken } });
    expect(failureOf(report)).toMatch(/is an agent there.*administrator/);
  });

  it('a Chatwoot that asks to wait, with how long', async () => {
    rig.chatwoot.faults.set({ direction: 'request', name: 'rate-limit', rate: 1, times: 1 });
    const report = await rig.onboard(await rig.mintTenant(), { chatwoot: rig.mintAccount() });
    expect(report.retry?.because).toBe('rate-limited');
    expect(report.retry?.afterMs).toBeGreaterThan(0);
    expect(report.retry?.afterMs).toBeLessThanOrEqual(61_000);
  });
});
