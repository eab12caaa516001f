import { createFakeChatwoot, createFakeCloud } from '@tandem/integrations/fakes';

/** A process with a Chatwoot and a Botpress Cloud that are set up from outside. Argument: how many accounts. */
const accountCount = Number(process.argv[2]);
const chatwoot = createFakeChatwoot();
const cloud = createFakeCloud();
const workspace = cloud.createWorkspace();
const accounts = Array.from({ length: accountCount }, () => {
  const { id: accountId } = chatwoot.createAccount();
  return { accountId, adminToken: chatwoot.createUser({ accountId, role: 'administrator' }).token };
});
const [chatwootServer, cloudServer] = await Promise.all([chatwoot.listen(), cloud.listen()]);

process.on('message', () => say({ type: 'counted', ...count() }));
process.on('disconnect', () => process.exit(0));
say({ type: 'ready', chatwootUrl: chatwootServer.url, cloudUrl: cloudServer.url, workspace, accounts });

function count() {
  const bots = cloud.bots(workspace.workspaceId);
  return {
    inboxes: chatwoot.inboxes().length,
    attachedBots: new Set(chatwoot.inboxes().flatMap(({ botId }) => botId ?? [])).size,
    bots: chatwoot.bots().length,
    engineBots: bots.length,
    engineIntegrations: bots.flatMap(({ integrations }) => Object.keys(integrations)).length,
    engineKeys: bots.flatMap(({ keys }) => [...keys]).length,
    requests: Object.values(chatwoot.counters().requests).reduce((sum, each) => sum + each, 0),
  };
}

function say(message: object): void {
  process.send?.(message);
}
