import { AppError, type Issue, normalizeBaseUrl } from '@tandem/schemas';
import { type OpenedConnection, type RetiredSecret, webhookSecretsOf } from '../open-connection.ts';
import type { StoredConnection } from '../tenant-snapshot.ts';

type Settings = Record<string, unknown>;
type Provider = StoredConnection['provider'];

/** A connection as it is to be stored, secrets in the open. */
export interface MergedConnection {
  /** True when it goes to another installation or account: a new row, the old one stays for the sessions it made. */
  moved: boolean;
  dialect: string | null;
  baseUrl: string | null;
  accountId: number | null;
  settings: Settings;
  secrets: Settings;
  retired: RetiredSecret[];
}

interface MergeInput {
  provider: Provider;
  current: (StoredConnection & { opened: OpenedConnection }) | null;
  patch: Settings;
  secretSettings: readonly string[];
  secretOverlapHours: number;
  now: Date;
}

/**
 * Lays a patch over a connection: given fields replace, `null` takes away, others stay. Secrets never follow to another
 * place: whoever may write a connection but not read it could have them sent to himself. AppError `unprocessable`. Pure.
 */
export function mergeConnection(input: MergeInput): MergedConnection {
  const { provider, patch } = input;
  const moved = provider === 'chatwoot' && isMoved(input.current, patch);
  const current = moved ? null : input.current;
  const place = moved ? pick(input.current?.settings ?? {}, ['baseUrl', 'accountId']) : {};
  const all = lay({ ...place, ...current?.opened.settings }, patch);
  const baseUrl = provider === 'chatwoot' ? baseUrlOf(all.baseUrl) : null;
  if (baseUrl !== null) all.baseUrl = baseUrl;
  const dialect = provider === 'botpress' ? textOf(all.dialect ?? current?.dialect) : null;
  const merged = {
    moved,
    dialect,
    baseUrl,
    accountId: provider === 'chatwoot' ? numberOf(all.accountId) : null,
    settings: omit(all, [...input.secretSettings, 'dialect']),
    secrets: pick(all, input.secretSettings),
  };
  const issues = [...missing(provider, merged), ...exposed(input, { current, merged })];
  if (issues.length > 0) {
    throw new AppError('unprocessable', { public: 'The connection is not complete.', issues });
  }
  return { ...merged, retired: retire(input, { current, secrets: merged.secrets }) };
}

function isMoved(current: StoredConnection | null, patch: Settings): boolean {
  if (current === null || current.source === 'default') return true;
  const baseUrl = baseUrlOf(patch.baseUrl) ?? current.baseUrl;
  const accountId = numberOf(patch.accountId) ?? current.accountId;
  return baseUrl !== current.baseUrl || accountId !== current.accountId;
}

function missing(provider: Provider, merged: Omit<MergedConnection, 'retired'>): Issue[] {
  const needed = {
    chatwoot: { baseUrl: merged.baseUrl, accountId: merged.accountId, botToken: merged.secrets.botToken },
    botpress: { dialect: merged.dialect },
  }[provider];
  return Object.entries(needed)
    .filter(([, value]) => value === null || value === undefined)
    .map(([name]) => ({ path: `${provider}.${name}`, message: 'is needed' }));
}

/** Secrets that would go to another address although the caller has not shown that he knows them. */
function exposed(
  { provider, patch, secretSettings }: MergeInput,
  { current, merged }: { current: StoredConnection | null; merged: Omit<MergedConnection, 'retired'> },
): Issue[] {
  if (current === null || destination(current) === destination(merged)) return [];
  return secretSettings
    .filter(
      (name) => name !== 'webhookSecrets' && merged.secrets[name] !== undefined && patch[name] === undefined,
    )
    .map((name) => ({
      path: `${provider}.${name}`,
      message: 'is needed again, because it would go to another address',
    }));
}

function destination({ dialect, settings }: { dialect: string | null; settings: Settings }): string {
  const urls = Object.entries(settings).filter(([name]) => name.toLowerCase().endsWith('url'));
  return JSON.stringify([dialect, urls.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** `webhookSecrets: null` is the emergency exit: no secret stays valid, not even a replaced one. */
function retire(
  { patch, secretOverlapHours, now }: MergeInput,
  { current, secrets }: { current: MergeInput['current']; secrets: Settings },
): RetiredSecret[] {
  if (current === null || patch.webhookSecrets === null) return [];
  const { webhookSecrets, retiredWebhookSecrets } = current.opened;
  const validUntilMs = now.getTime() + secretOverlapHours * 3_600_000;
  const replaced = webhookSecrets.map((secret) => ({ secret, validUntilMs }));
  const known = new Set(webhookSecretsOf(secrets));
  return [...replaced, ...retiredWebhookSecrets].filter((one) => {
    if (known.has(one.secret) || one.validUntilMs <= now.getTime()) return false;
    known.add(one.secret);
    return true;
  });
}

function lay(under: Settings, patch: Settings): Settings {
  const kept = Object.entries({ ...under, ...patch }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(kept);
}

const pick = (settings: Settings, names: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));

const omit = (settings: Settings, names: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const baseUrlOf = (value: unknown): string | null =>
  typeof value === 'string' ? normalizeBaseUrl(value) : null;
