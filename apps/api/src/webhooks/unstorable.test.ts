import { createLogger } from '@tandem/runtime';
import { describe, expect, it, vi } from 'vitest';
import { chatwootPath } from '../../test/open-api.ts';
import type { WebhookDeps } from './take-webhook.ts';
import { createWebhookRoutes } from './webhook-routes.ts';

const place = {
  tenantId: 't',
  connectionId: 'c',
  active: true,
  dialect: null,
  accountId: 1,
  inboxId: null,
  secrets: [],
  pathKeyAlone: true,
};

function routesThatStoreBy(accept: () => Promise<never>) {
  const observe = vi.fn();
  const conversation = { status: 'open', assigneeId: null, updatedAtMs: null };
  const event = { kind: 'status', status: 'open', accountId: 1, inboxId: 1, conversationId: 1, conversation };
  const intake = {
    integrations: { channels: { chatwoot: { verify: () => ({ ok: true }), read: () => event } } },
    directory: { byKey: () => place, installationSecrets: () => [] },
    accept,
    newId: () => 'id',
  };
  const log = createLogger({ name: 'test', level: 'silent' });
  const deps = { intake, log, now: () => new Date(), newId: () => 'request-1', observe };
  return { app: createWebhookRoutes(asDeps(deps)), observe };
}

/** Only what a status event touches is there; the rest of the context is never reached. */
const asDeps = (deps: object): WebhookDeps => deps as WebhookDeps;

describe('an event that cannot be stored', () => {
  it('is answered 500, the only status besides 429 that Chatwoot sends again', async () => {
    const { app, observe } = routesThatStoreBy(() => Promise.reject(new Error('no database')));
    const answer = await app.request(`${chatwootPath}/key`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      error: { code: 'internal', message: expect.any(String), requestId: 'request-1' },
    });
    expect(observe).toHaveBeenCalledWith(expect.objectContaining({ outcome: 'failed' }));
  });

  it('is answered 500 within 3 s also when the database hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { app } = routesThatStoreBy(() => new Promise(() => {}));
      const answer = app.request(`${chatwootPath}/key`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-length': '2' },
      });
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
      await vi.advanceTimersByTimeAsync(3_000);
      expect((await answer).status).toBe(500);
    } finally {
      vi.useRealTimers();
    }
  });
});
