import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { controlRoutes } from './desk/control-routes.ts';
import type { Desk } from './desk/create-desk.ts';
import type { Live } from './desk/create-live.ts';
import { faultRoutes } from './desk/fault-routes.ts';
import { liveRoutes } from './desk/live-routes.ts';
import { Refused } from './desk/read-json.ts';
import type { PageState } from './desk/view.ts';
import { whyRoutes } from './desk/why-routes.ts';
import { pageRoutes } from './page/page-routes.ts';
import type { Tandem } from './tandem/create-tandem.ts';
import type { Upstreams } from './upstreams/open-upstreams.ts';

export interface AppDeps {
  desk: Desk;
  upstreams: Upstreams;
  live: Live;
  tandem: Tandem;
  state: () => PageState;
  onPageOpened: () => void;
}

/** The page, what it asks for and what it may do. */
export function createApp(deps: AppDeps): Hono {
  const { desk, upstreams, live, tandem } = deps;
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      // Served over plain HTTP on this machine.
      strictTransportSecurity: false,
    }),
  );
  app.route('/', pageRoutes({ demo: desk.demo }));
  app.route('/', liveRoutes({ live, state: deps.state, onOpen: deps.onPageOpened }));
  app.route('/api', controlRoutes({ desk, upstreams, tandem }));
  app.route('/api', faultRoutes({ upstreams, publish: live.publish }));
  app.route('/api', whyRoutes({ tandem, tenantId: desk.demo.tenantId }));
  app.notFound((c) => c.json({ error: { message: `There is no ${c.req.method} ${c.req.path}.` } }, 404));
  app.onError((error, c) => {
    if (!(error instanceof Refused)) throw error;
    const { status, message, issues } = error;
    return c.json({ error: { message, ...(issues.length > 0 && { issues }) } }, status);
  });
  return app;
}
