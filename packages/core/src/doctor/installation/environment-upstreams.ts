import type { InstallationEnvironment } from '@tandem/schemas';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';

type Name = keyof InstallationEnvironment & string;

const subject = 'the environment';
const chatwoot: readonly Name[] = ['CHATWOOT_BASE_URL', 'CHATWOOT_ACCOUNT_ID', 'CHATWOOT_API_TOKEN'];
/** A webhook secret alone tells nothing: `npm start` makes one. */
const chatwootAny: readonly Name[] = [...chatwoot, 'CHATWOOT_ADMIN_TOKEN'];
/** What each dialect cannot work without. */
const botpress: Record<InstallationEnvironment['BOTPRESS_DIALECT'], readonly Name[]> = {
  chat_api: ['BOTPRESS_WEBHOOK_ID', 'BOTPRESS_ENCRYPTION_KEY'],
  messaging_api: ['BOTPRESS_WEBHOOK_ID', 'BOTPRESS_TOKEN'],
  generic: ['BOTPRESS_ENDPOINT_URL', 'BOTPRESS_WEBHOOK_SECRET'],
  v12: ['BOTPRESS_ENDPOINT_URL', 'BOTPRESS_BOT_ID'],
};
const botpressAny: readonly Name[] = [
  'BOTPRESS_WEBHOOK_ID',
  'BOTPRESS_ENCRYPTION_KEY',
  'BOTPRESS_TOKEN',
  'BOTPRESS_BOT_ID',
  'BOTPRESS_ENDPOINT_URL',
];

export const environmentUpstreams = defineCheck({
  name: 'environment.upstreams',
  means:
    'Upstreams for tenants without connections of their own count only when they are complete; half of them are silently none.',
  cure: 'Set the variable that is named, or take the others away.',
  gather: async ({ vitals }: AdminContext) => vitals.environment,
  judge: (environment: InstallationEnvironment): Opinion[] => {
    const found = [...judgeChatwoot(environment), ...judgeBotpress(environment)];
    return found.length > 0 ? found : [ok(subject, 'What is set is complete.')];
  },
});

function judgeChatwoot(environment: InstallationEnvironment): Opinion[] {
  if (!chatwootAny.some((name) => isSet(environment, name))) return [];
  const missing = chatwoot.filter((name) => !isSet(environment, name));
  if (missing.length > 0) return [incomplete('Chatwoot', missing)];
  if (isSet(environment, 'CHATWOOT_WEBHOOK_SECRET')) return [];
  const message = 'CHATWOOT_WEBHOOK_SECRET is not set: webhooks of the default Chatwoot are refused (401).';
  return [warn(subject, message, "Set it to the agent bot's secret (Chatwoot, Settings, Bots).")];
}

function judgeBotpress(environment: InstallationEnvironment): Opinion[] {
  if (!botpressAny.some((name) => isSet(environment, name))) return [];
  const dialect = environment.BOTPRESS_DIALECT;
  const missing = botpress[dialect].filter((name) => !isSet(environment, name));
  if (missing.length > 0) return [incomplete(`Botpress (${dialect})`, missing)];
  const opinions: Opinion[] = [];
  if (dialect !== 'v12' && !isSet(environment, 'BOTPRESS_WEBHOOK_SECRET')) {
    const message =
      'BOTPRESS_WEBHOOK_SECRET is not set: replies that the default bot sends by webhook are refused (401).';
    opinions.push(
      warn(subject, message, 'Set it to the secret of its Chat integration, or of your bot server.'),
    );
  }
  const [token, bot] = [isSet(environment, 'BOTPRESS_TOKEN'), isSet(environment, 'BOTPRESS_BOT_ID')];
  if (dialect === 'chat_api' && token !== bot) {
    const lacking = token ? 'BOTPRESS_BOT_ID' : 'BOTPRESS_TOKEN';
    const message = `${lacking} is not set: knowledge is not synced to the default bot, it travels with each message.`;
    opinions.push(warn(subject, message, `Set ${lacking}, or take the other one away.`));
  }
  return opinions;
}

const incomplete = (what: string, missing: readonly Name[]): Opinion =>
  broken(
    subject,
    `The default ${what} is half set and not used: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set.`,
    `Set ${missing.join(' and ')} and restart api and worker.`,
  );

function isSet(environment: InstallationEnvironment, name: Name): boolean {
  const value = environment[name];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
}
