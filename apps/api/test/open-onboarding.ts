import { createFakeChatwoot, createFakeCloud } from '@tandem/integrations/fakes';
import { Resources } from '@tandem/runtime';
import type { OnboardingView } from '@tandem/schemas/admin';
import { Hono } from 'hono';
import { listen } from '../src/listen.ts';
import { openApi, rootKey, type TestApi } from './open-api.ts';

/** The composed api on a port, with a Chatwoot and a Botpress Cloud that know nothing of it yet. */
export async function openOnboarding() {
  const resources = new Resources();
  let api: TestApi | null = null;
  const front = new Hono();
  front.all('*', (c) => (api === null ? c.text('The api is not open yet.', 503) : api.app.fetch(c.req.raw)));
  const { port } = await listen(front, { port: 0, variable: 'PORT', resources, name: 'api server' });
  const url = `http://127.0.0.1:${port}`;
  const opened = await openApi({ PUBLIC_URL: url, UPSTREAM_ALLOW_PRIVATE: 'true' });
  api = opened;
  const chatwoot = createFakeChatwoot();
  const cloud = createFakeCloud();
  const [{ url: chatwootUrl }, { url: cloudUrl }] = await Promise.all([chatwoot.listen(), cloud.listen()]);

  async function call(method: string, path: string, body?: object) {
    const headers = { authorization: `Bearer ${rootKey}` };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${url}/api/chatbot${path}`, init);
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  return {
    url,
    chatwoot,
    chatwootUrl,
    cloud,
    cloudUrl,
    call,
    async mintTenant(name = 'Harbor Lane'): Promise<string> {
      return (await call('POST', '/tenants', { name })).body.tenant.id;
    },
    /** A Chatwoot account with its administrator, as onboarding takes it. */
    mintAccount(options: Parameters<typeof chatwoot.createAccount>[0] = {}) {
      const { id: accountId } = chatwoot.createAccount(options);
      const { token: adminToken } = chatwoot.createUser({ accountId, role: 'administrator' });
      return { baseUrl: chatwootUrl, accountId, adminToken };
    },
    /** A workspace, as onboarding takes it. */
    mintWorkspace: () => ({ ...cloud.createWorkspace(), apiUrl: cloudUrl }),
    async onboard(tenantId: string, body: object): Promise<OnboardingView> {
      const answer = await call('POST', `/tenants/${tenantId}/onboarding`, body);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body.onboarding;
    },
    async close() {
      await resources.close();
      await Promise.all([opened.close(), chatwoot.close(), cloud.close()]);
    },
  };
}

export type OnboardingRig = Awaited<ReturnType<typeof openOnboarding>>;

/** The outcomes by step, without those that were not reached. */
export const outcomesOf = ({ steps }: OnboardingView): Record<string, string> =>
  Object.fromEntries(
    steps.filter(({ detail }) => detail !== 'not reached').map(({ step, outcome }) => [step, outcome]),
  );

/** The step that failed, with its words. */
export const failureOf = ({ steps }: OnboardingView): string | null => {
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  return failed === undefined ? null : `${failed.step}: ${failed.detail}`;
};
