import type { Visit } from '@tandem/integrations/contract';
import { CannotLook, defineCheck, type Opinion, ok } from '../check.ts';
import { judgeVisit } from '../judge-visit.ts';
import type { Chart } from './chart.ts';

interface Facts {
  host: string;
  setting: string;
  visit: Visit;
}

export const botpressReachable = defineCheck({
  name: 'botpress.reachable',
  means: "DNS, port and TLS of where customers' messages are sent.",
  cure: 'Correct the URL in the Botpress connection.',
  gather: async ({ engine, engineDoor }: Chart): Promise<Facts> => {
    if (engine === null) throw new CannotLook('There is no Botpress connection.');
    return await engineDoor();
  },
  judge: ({ host, setting, visit }: Facts): Opinion =>
    judgeVisit({ subject: host, setting, visit }) ?? ok(host, 'It answers.'),
});
