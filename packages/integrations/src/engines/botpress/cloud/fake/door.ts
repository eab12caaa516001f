import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../../chat-api/fake/refusal.ts';
import type { CloudEnv, CloudRoutesContext } from './routes-context.ts';
import type { FakeCloudBot } from './world.ts';

/** Files and tables: a token of the workspace or a key of the very bot in `x-bot-id`, within the bot's rate. */
export function botDoor(context: CloudRoutesContext): MiddlewareHandler<CloudEnv> {
  return async (c, next) => {
    const token = bearer(c.req.header('authorization'));
    const botId = c.req.header('x-bot-id');
    if (botId === undefined) throw new Refusal(400, 'InvalidPayload', 'x-bot-id is required');
    const bot = context.world.bots.get(botId);
    const known = [...context.world.workspaces.values()].find((one) => one.token === token);
    const holder = [...context.world.bots.values()].find(({ keys }) => keys.has(token));
    if (known === undefined && holder === undefined) throw new Refusal(401, 'Unauthorized', 'Invalid token');
    if (bot === undefined || (holder !== bot && known?.id !== bot.workspaceId))
      throw new Refusal(403, 'Forbidden', 'You have no access to this bot');
    const rate = countRequest(context, bot);
    c.set('bot', bot);
    await next();
    for (const [name, value] of Object.entries(rate)) c.res.headers.set(name, value);
  };
}

/** Bots: a personal access token of the workspace in `x-workspace-id`; a bot's own key opens nothing here. */
export function adminDoor({ world }: CloudRoutesContext): MiddlewareHandler<CloudEnv> {
  return async (c, next) => {
    const token = bearer(c.req.header('authorization'));
    const owned = [...world.workspaces.values()].find((one) => one.token === token);
    if (owned === undefined) throw new Refusal(401, 'Unauthorized', 'Invalid token');
    if (c.req.header('x-workspace-id') !== owned.id)
      throw new Refusal(403, 'Forbidden', 'You have no access to this workspace');
    c.set('workspace', owned);
    await next();
  };
}

const bearer = (header: string | undefined): string => header?.replace(/^Bearer /, '') ?? '';

/** Answers the `RateLimit-*` headers (contracts/botpress.md §5), or refuses. */
function countRequest(
  { nowMs, perMinuteMax }: CloudRoutesContext,
  bot: FakeCloudBot,
): Record<string, string> {
  const minute = Math.floor(nowMs() / 60_000);
  const count = (bot.minutes.get(minute) ?? 0) + 1;
  bot.minutes.set(minute, count);
  if (perMinuteMax === 0) return {};
  const rate = {
    'ratelimit-limit': String(perMinuteMax),
    'ratelimit-remaining': String(Math.max(0, perMinuteMax - count)),
    'ratelimit-reset': String(60 - Math.floor((nowMs() / 1_000) % 60)),
  };
  if (count > perMinuteMax) throw new Refusal(429, 'RateLimited', 'The request has been rate limited.', rate);
  return rate;
}
