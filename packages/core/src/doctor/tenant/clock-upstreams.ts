import type { Visit } from '@tandem/integrations/contract';
import { CannotLook, defineCheck, type Opinion, ok } from '../check.ts';
import { judgeSkew } from '../judge-skew.ts';
import type { Chart } from './chart.ts';

interface Facts {
  clocks: { subject: string; skewMs: number; brokenMs: number; consequence: string }[];
}

/** `Date` has no fractions, and the answer was on its way for a while. */
const warnMs = 30_000;
/** How far a signed time may be off (product page §5.3). */
const signatureMs = 300_000;

export const clockUpstreams = defineCheck({
  name: 'clock.upstreams',
  means: 'A webhook signed more than 300 s away from our clock is refused as a replay.',
  cure: 'Synchronise the clocks of both machines (NTP).',
  gather: async ({ context, channel, engine, door, engineDoor }: Chart): Promise<Facts> => {
    const skewOf = (visit: Visit): number | null =>
      visit.reached && visit.dateMs !== null ? visit.dateMs - context.now().getTime() : null;
    const chatwootMs = channel === null ? null : skewOf(await door());
    const place = engine === null ? null : await engineDoor();
    const engineMs = place && skewOf(place.visit);
    const clocks = [
      ...clockOf(channel?.host, chatwootMs, {
        brokenMs: signatureMs,
        consequence: 'Webhooks signed more than 300 s away are refused.',
      }),
      ...clockOf(place?.host, engineMs, { brokenMs: Number.POSITIVE_INFINITY, consequence: '' }),
    ];
    if (clocks.length === 0) throw new CannotLook('No upstream that can be reached tells its time.');
    return { clocks };
  },
  judge: ({ clocks }: Facts): Opinion[] => {
    const wrong = clocks.flatMap((clock) => judgeSkew({ ...clock, warnMs }) ?? []);
    if (wrong.length > 0) return wrong;
    return [ok(clocks.map(({ subject }) => subject).join(', '), 'The same time as here.')];
  },
});

const clockOf = (
  host: string | undefined,
  skewMs: number | null,
  more: { brokenMs: number; consequence: string },
): Facts['clocks'] =>
  host === undefined || skewMs === null ? [] : [{ subject: `the clock of ${host}`, skewMs, ...more }];
