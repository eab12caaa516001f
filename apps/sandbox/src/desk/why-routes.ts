import { Hono } from 'hono';
import { z } from 'zod';
import { type Tandem, TandemError } from '../tandem/create-tandem.ts';
import { zTrailAnswer } from '../tandem/wire.ts';
import { accept, Refused } from './read-json.ts';

const zMessageId = z.string().regex(/^[1-9]\d{0,14}$/, 'must be a whole number');

/** What Tandem says happened to a message of Chatwoot. */
export function whyRoutes(context: { tandem: Tandem; tenantId: string }): Hono {
  const { tandem, tenantId } = context;
  const app = new Hono();

  app.get('/messages/:id/why', async (c) => {
    const id = accept(zMessageId, c.req.param('id'));
    try {
      return c.json(await tandem.get(`/tenants/${tenantId}/messages/${id}/why`, zTrailAnswer));
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      if (error.status === 404)
        throw new Refused(404, 'Tandem has no record of this message: it never had to act on it.');
      throw new Refused(503, 'Tandem does not tell right now.');
    }
  });

  return app;
}
