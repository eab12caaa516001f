import type { OneProcess } from './open-processes.ts';

export interface Answer {
  status: number;
  body: ReturnType<typeof JSON.parse>;
}

/** Calls the REST side of an api. */
export async function callAdmin(
  process: OneProcess,
  key: string,
  [method, path, body]: [method: string, path: string, body?: object],
): Promise<Answer> {
  const response = await process.request(`/api/chatbot${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** A tenant with a Chatwoot of its own; answers where its webhooks go. */
export async function connectChatwoot(
  process: OneProcess,
  key: string,
  settings: { inboxId: number; webhookSecrets: string[] } & Record<string, unknown>,
): Promise<{ tenantId: string; path: string }> {
  const made = await callAdmin(process, key, ['POST', '/tenants', { name: 'Harbor Lane' }]);
  const tenantId: string = made.body.tenant.id;
  const chatwoot = { baseUrl: 'http://127.0.0.1:9', accountId: 7, botToken: 'bot-token', ...settings };
  const put = await callAdmin(process, key, ['PUT', `/tenants/${tenantId}/connections`, { chatwoot }]);
  return { tenantId, path: new URL(put.body.connections.chatwoot.webhookUrl).pathname };
}
