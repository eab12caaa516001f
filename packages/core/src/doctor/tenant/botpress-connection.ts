import { broken, defineCheck, type Opinion, ok } from '../check.ts';
import type { Chart, ChartedEngine } from './chart.ts';

const subject = 'the Botpress connection';

export const botpressConnection = defineCheck({
  name: 'botpress.connection',
  means: 'Without a bot nothing answers; customers get the fallback message and a handoff.',
  cure: '`tandem onboard` with Botpress credentials, `tandem connections set`, or `BOTPRESS_*` for a bot that tenants share.',
  gather: async ({ engine }: Chart) => engine,
  judge: (engine: Pick<ChartedEngine, 'dialect' | 'source'> | null): Opinion => {
    if (engine !== null) {
      const whose = engine.source === 'own' ? 'its own' : "the installation's";
      return ok(subject, `${whose}: ${engine.dialect}.`);
    }
    const cure =
      'Give Botpress credentials to tandem onboard, make a Botpress connection (tandem connections set), or set BOTPRESS_* for all tenants.';
    return broken(subject, 'There is none, and the installation has none: nothing answers.', cure);
  },
});
