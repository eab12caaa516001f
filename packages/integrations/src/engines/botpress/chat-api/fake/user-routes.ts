import type { Hono } from 'hono';
import { signUserKey } from '../sign-user-key.ts';
import { addUser, checkForeignId, type FakeUser, findUser } from './bots.ts';
import { zUserBody } from './payloads.ts';
import { readBody } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { RouteEnv, RoutesContext } from './route-env.ts';

/** Users, by the keys of contracts/botpress.md §1a. */
export function userRoutes(app: Hono<RouteEnv>, { nowMs }: RoutesContext): void {
  app.post('/users', async (c) => {
    const bot = c.get('bot');
    if (bot.isPersonal) {
      throw new Refusal(
        401,
        'Unauthorized',
        'Users are created with keys signed by the holder of the encryption key',
      );
    }
    const { id, ...fields } = await readBody(c, zUserBody);
    if (id !== undefined) checkForeignId(id);
    if (id !== undefined && bot.users.has(id)) {
      throw new Refusal(409, 'AlreadyExists', `User with id ${id} already exists`);
    }
    const user = addUser(bot, { id, createdAtMs: nowMs(), fields });
    const key = signUserKey({ userId: user.id, encryptionKey: bot.encryptionKey });
    return c.json({ user: showUser(user), key }, 201);
  });

  app.post('/users/get-or-create', async (c) => {
    const bot = c.get('bot');
    const id = c.get('userId');
    const { id: _, ...fields } = await readBody(c, zUserBody);
    const existing = bot.users.get(id);
    if (existing === undefined) {
      checkForeignId(id);
      return c.json({ user: showUser(addUser(bot, { id, createdAtMs: nowMs(), fields })) });
    }
    Object.assign(existing.fields, fields);
    return c.json({ user: showUser(existing) });
  });

  app.get('/users/me', (c) => c.json({ user: showUser(findUser(c.get('bot'), c.get('userId'))) }));

  app.put('/users/me', async (c) => {
    const user = findUser(c.get('bot'), c.get('userId'));
    const { id: _, ...fields } = await readBody(c, zUserBody);
    Object.assign(user.fields, fields);
    return c.json({ user: showUser(user) });
  });

  app.delete('/users/me', (c) => {
    const bot = c.get('bot');
    bot.users.delete(findUser(bot, c.get('userId')).id);
    return c.json({});
  });
}

function showUser({ id, createdAtMs, fields }: FakeUser): Record<string, unknown> {
  const createdAt = new Date(createdAtMs).toISOString();
  return { id, createdAt, updatedAt: createdAt, ...fields };
}
