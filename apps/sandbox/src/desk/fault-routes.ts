import { zFault } from '@tandem/integrations/fakes';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Upstreams } from '../upstreams/open-upstreams.ts';
import { readJson } from './read-json.ts';
import type { FaultsPanel, PageChange } from './view.ts';

const zFaultChange = z.strictObject({
  faults: z
    .array(z.strictObject({ upstream: z.enum(['chatwoot', 'botpress']), fault: zFault }))
    .min(1)
    .max(100),
});

/** Turns the fault knobs of both fakes. */
export function faultRoutes(context: { upstreams: Upstreams; publish: (change: PageChange) => void }): Hono {
  const { upstreams, publish } = context;
  const app = new Hono();
  const tell = (): FaultsPanel => {
    const faults = readFaults(upstreams);
    publish({ type: 'faults', faults });
    return faults;
  };

  app.put('/faults', async (c) => {
    const { faults } = await readJson(c, zFaultChange);
    for (const { upstream, fault } of faults) upstreams[upstream].faults.set(fault);
    return c.json({ faults: tell() });
  });

  app.delete('/faults', (c) => {
    upstreams.chatwoot.faults.clear();
    upstreams.botpress.faults.clear();
    return c.json({ faults: tell() });
  });

  return app;
}

export function readFaults({ chatwoot, botpress }: Upstreams): FaultsPanel {
  return { chatwoot: chatwoot.faults.read(), botpress: botpress.faults.read() };
}
