import type { SetUpInbox } from '@tandem/integrations/contract';
import { CannotLook } from '../check.ts';
import type { Chart } from './chart.ts';

/** The inbox, for checks that look at its settings; `CannotLook` where there is none, which `chatwoot.inbox` says. */
export async function requireInbox({ desk }: Pick<Chart, 'desk'>): Promise<SetUpInbox> {
  const inbox = await desk.inbox();
  if (inbox === null) throw new CannotLook('There is no such inbox: see chatwoot.inbox.');
  return inbox;
}
