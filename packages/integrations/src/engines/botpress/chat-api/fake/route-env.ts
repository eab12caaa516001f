import type { FakeLedger } from '../../fake/ledger.ts';
import type { FakeWork } from '../../fake/work.ts';
import type { FakeBot } from './bots.ts';
import type { Signals } from './signals.ts';

export interface RoutesContext {
  bots: Map<string, FakeBot>;
  signals: Signals;
  work: FakeWork;
  ledger: FakeLedger;
  nowMs: () => number;
  /** Customers' messages and events per bot; 0: no limit. */
  perMinuteMax: number;
  pageSize: number;
  errorsAsStatus200: boolean;
}

/** What the routes know about a request once it has passed the door. */
export interface RouteEnv {
  Variables: { bot: FakeBot; userId: string };
}
