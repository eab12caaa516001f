import type { FakeChatwoot } from '@tandem/integrations/fakes';
import type { TenantId } from '@tandem/schemas';
import type { DoctorRig } from './open-doctor.ts';

/** A tenant that lacks nothing, and what a test needs to misconfigure it. */
export interface Patient {
  rig: DoctorRig;
  tenantId: TenantId;
  chatwoot: FakeChatwoot;
  chatwootUrl: string;
  accountId: number;
  adminToken: string;
  inboxId: number;
  bot: { id: number; secret: string; token: string };
  /** Its bot in Botpress Cloud. */
  engine: { botId: string; token: string; workspaceId: string; key: string };
  connect(connections: { chatwoot?: object; botpress?: object }): Promise<{
    chatwoot: { webhookUrl: string };
    botpress: { webhookUrl: string };
  }>;
  configure(config: object): Promise<void>;
  /** Sets the Chat integration of its bot in Botpress; null takes it out. */
  setIntegration(configuration: Record<string, unknown> | null): Promise<void>;
}

/** Onboards a tenant on a Chatwoot, with knowledge that has been synced. */
export async function mintPatient(
  rig: DoctorRig,
  input: { chatwoot?: FakeChatwoot; chatwootUrl?: string } = {},
): Promise<Patient> {
  const { chatwoot = rig.chatwoot, chatwootUrl: baseUrl = rig.chatwootUrl } = input;
  const { id: accountId } = chatwoot.createAccount({ teams: ['sales'] });
  const { token: adminToken } = chatwoot.createUser({ accountId, role: 'administrator' });
  const { id: inboxId } = chatwoot.createInbox({ accountId, name: 'Website' });
  const workspace = rig.cloud.createWorkspace();
  const tenantId: TenantId = (await rig.call('POST', '/tenants', { name: 'Harbor Lane' })).tenant.id;
  const at = `/tenants/${tenantId}`;
  const botpress = { ...workspace, apiUrl: rig.apiUrl, chatUrl: rig.chatUrl };
  const { onboarding } = await rig.call('POST', `${at}/onboarding`, {
    chatwoot: { baseUrl, accountId, adminToken, inboxId },
    botpress,
  });
  if (onboarding.outcome !== 'complete') throw new Error(JSON.stringify(onboarding));
  const connect: Patient['connect'] = async (body) =>
    (await rig.call('PUT', `${at}/connections`, body)).connections;
  // A personal access token, so that the bot's integrations can be looked at.
  await connect({ botpress: { token: workspace.token } });
  const config = { welcomeMessage: 'Welcome!' };
  const knowledgeBase = [{ question: 'When are you open?', answer: 'Always.' }];
  await rig.call('PUT', `${at}/config`, { config, knowledgeBase });
  await rig.sync(tenantId);

  const made = chatwoot.bots().find((one) => one.accountId === accountId);
  const [engineBot] = rig.cloud.bots(workspace.workspaceId);
  const [key = ''] = Object.keys(engineBot?.integrations ?? {});
  if (made === undefined || engineBot === undefined) throw new Error('onboarding made no bots');
  const headers = { api_access_token: adminToken };
  const shown = await fetch(`${baseUrl}/api/v1/accounts/${accountId}/agent_bots/${made.id}`, { headers });
  const { secret, access_token: token } = JSON.parse(await shown.text());
  return {
    rig,
    tenantId,
    chatwoot,
    chatwootUrl: baseUrl,
    accountId,
    adminToken,
    inboxId,
    bot: { id: made.id, secret, token },
    engine: { botId: engineBot.id, ...workspace, key },
    connect,
    configure: async (changes) => void (await rig.call('PUT', `${at}/config`, { config: changes })),
    async setIntegration(configuration) {
      const { workspaceId, token: bearer } = workspace;
      const integration = configuration && { integrationId: key, enabled: true, configuration };
      const response = await fetch(`${rig.apiUrl}/v1/admin/bots/${engineBot.id}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${bearer}`,
          'x-workspace-id': workspaceId,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ integrations: { [key]: integration } }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
  };
}
