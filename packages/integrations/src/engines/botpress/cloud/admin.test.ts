import { describe, expect, it } from 'vitest';
import { openCloud } from '../../../../test/open-cloud.ts';

async function openWorkspace() {
  const rig = await openCloud();
  return { ...rig, admin: rig.cloud.openAdmin({ ...rig.workspace, apiUrl: rig.url }) };
}

describe('a workspace, through the official client', () => {
  it('gets a bot with the Chat integration and a key that opens this bot alone', async () => {
    const { admin, cloud, url, bot: other } = await openWorkspace();
    const made = await admin.createBot({ name: 'Harbor Lane', tags: { tenantId: 't1' } });
    const chat = await admin.getPublicIntegration({ name: 'chat', version: '1.0.0' });
    const integrationId = chat?.id ?? '';
    const configuration = { encryptionKey: 'k', webhookUrl: 'https://tandem.test/hook', webhookSecret: 's' };
    const integrations = { [integrationId]: { integrationId, enabled: true, configuration } };
    const updated = await admin.updateBot({ botId: made.id, integrations });
    expect(updated.integrations[integrationId]).toMatchObject({
      name: 'chat',
      status: 'registered',
      configuration,
    });
    expect((await admin.getBot(made.id))?.integrations[integrationId]?.webhookId).toMatch(/^[0-9a-f-]{36}$/);

    const { value: token } = await admin.createBotApiKey({ botId: made.id, note: 'tandem' });
    const open = (botId: string) => cloud.openStore({ token, botId, apiUrl: url }).files.list({ tags: {} });
    expect(await open(made.id)).toEqual([]);
    await expect(open(other.botId)).rejects.toMatchObject({ kind: 'rejected', status: 403 });
  });

  it('tells its keys without their values, and takes them back', async () => {
    const { admin, cloud, url } = await openWorkspace();
    const { id: botId } = await admin.createBot({ name: 'Harbor Lane', tags: {} });
    const key = await admin.createBotApiKey({ botId, note: 'tandem' });
    expect(await admin.listBotApiKeys(botId)).toEqual([{ id: key.id, note: 'tandem' }]);
    await admin.deleteBotApiKey(key.id);
    await admin.deleteBotApiKey(key.id);
    expect(await admin.listBotApiKeys(botId)).toEqual([]);
    const store = cloud.openStore({ token: key.value, botId, apiUrl: url });
    await expect(store.files.list({ tags: {} })).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('lists its bots by tag over all pages', async () => {
    const { admin } = await openWorkspace();
    for (let count = 0; count < 25; count += 1) {
      await admin.createBot({ name: `Bot ${count}`, tags: { managedBy: 'tandem', n: String(count) } });
    }
    expect(await admin.listBots({ tags: { managedBy: 'tandem' } })).toHaveLength(25);
    expect(await admin.listBots({ tags: { n: '7' } })).toMatchObject([{ name: 'Bot 7' }]);
  });

  it('knows no bot of another workspace and no integration that is not published', async () => {
    const { admin, fake, cloud, url, bot } = await openWorkspace();
    const stranger = cloud.openAdmin({ ...fake.createWorkspace(), apiUrl: url });
    expect(await stranger.getBot(bot.botId)).toBeNull();
    expect(await stranger.listBots({ tags: {} })).toEqual([]);
    expect(await admin.getPublicIntegration({ name: 'chat', version: '9.9.9' })).toBeNull();
  });

  it('gets no second bot when nobody knows whether the first was made', async () => {
    const { admin, fake, workspace } = await openWorkspace();
    fake.faults.set({ direction: 'request', name: 'cut-after-store', rate: 1, times: 1 });
    const create = () => admin.createBot({ name: 'Once', tags: { tenantId: 't1' } });
    await expect(create()).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(fake.bots(workspace.workspaceId).filter(({ name }) => name === 'Once')).toHaveLength(1);
    expect(await admin.listBots({ tags: { tenantId: 't1' } })).toHaveLength(1);
  });

  it('tells its fake Chat API of an installed integration', async () => {
    const seen: unknown[] = [];
    const { cloud, url, workspace } = await openCloud({
      onIntegration: (bot, integration) => seen.push([bot.name, integration.configuration]),
    });
    const admin = cloud.openAdmin({ ...workspace, apiUrl: url });
    const { id: botId } = await admin.createBot({ name: 'Told', tags: {} });
    const integrationId = (await admin.getPublicIntegration({ name: 'chat', version: '1.0.0' }))?.id ?? '';
    await admin.updateBot({
      botId,
      integrations: {
        [integrationId]: { integrationId, enabled: true, configuration: { webhookSecret: 's' } },
      },
    });
    expect(seen).toEqual([['Told', { webhookSecret: 's' }]]);
  });
});
