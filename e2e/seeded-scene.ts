import { randomBytes } from 'node:crypto';
import type { Resources } from '@tandem/runtime';
import { expect, vi } from 'vitest';
import { type Answer, callAdmin } from './connect-chatwoot.ts';
import type { OneProcess } from './open-processes.ts';

export const seed = (name: string): string => `seeded-${name}-${randomBytes(12).toString('hex')}`;

/** What nobody may ever read again, by where it was given. */
export const secrets: Record<string, string> = {
  'encryption key': randomBytes(32).toString('base64'),
  'root key': seed('root'),
  'secret of the installation for Chatwoot': seed('webhook'),
  'secret of the installation for Botpress': seed('engine'),
  'token of the installation for Chatwoot': seed('bot'),
  'admin token of the installation': seed('admin'),
  'token of the installation for Botpress': seed('bp_pat'),
  'encryption key of a bot': seed('encryption'),
  'secret of a bot': seed('engine'),
  'pubsub_token of a customer': seed('pubsub'),
  'token for an upstream that echoes': seed('token'),
  'admin token for an upstream that echoes': seed('admin'),
  'secret behind an upstream that echoes': seed('webhook'),
  'token in the URL of an engine': seed('url'),
  'token for a Botpress that echoes': seed('bp_pat'),
  'a wrong key': `tdm_${randomBytes(32).toString('base64url')}`,
};
/** What customers say is for the conversation alone: no log and no Redis has it. */
export const texts = { customer: seed('text'), unanswered: seed('text'), bot: 'seeded words of the bot' };
export const of = (name: string): string => secrets[name] ?? '';

/** What is seeded, used and looked through by one test. */
export interface SeededScene {
  api: OneProcess;
  /** All that was answered to what failed or was refused. */
  answers: string[];
  resources: Resources;
  /** Calls an admin route with the root key. */
  admin(...call: [method: string, path: string, body?: object]): Promise<Answer>;
  /** The same for what has to be refused; the answer is kept. */
  refused(...call: [method: string, path: string, body?: object]): Promise<void>;
}

export function createScene(api: OneProcess, resources: Resources): SeededScene {
  const answers: string[] = [];
  const admin: SeededScene['admin'] = async (...call) => await callAdmin(api, of('root key'), call);
  return {
    api,
    answers,
    resources,
    admin,
    async refused(...call) {
      const { status, body } = await admin(...call);
      expect([call[1], status]).toEqual([
        call[1],
        expect.toSatisfy((one: number) => one >= 400 && one < 500),
      ]);
      answers.push(JSON.stringify(body));
    },
  };
}

/** Outside of a test there is no `expect.poll`. */
export const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 50 });
