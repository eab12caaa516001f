import type { Visit } from '@tandem/integrations/contract';
import { isPrivateUrl } from '../../connections/upstream-urls.ts';
import { broken, CannotLook, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { judgeVisit } from '../judge-visit.ts';
import type { Chart } from './chart.ts';

interface Facts {
  baseUrl: string;
  isPrivate: boolean;
  visit: Visit;
}

const setting = 'chatwoot.baseUrl';

export const chatwootReachable = defineCheck({
  name: 'chatwoot.reachable',
  means: 'DNS, port, TLS and path of the base URL: what is wrong there fails every reply.',
  cure: 'Correct `chatwoot.baseUrl`: scheme and host of Chatwoot, without `/app` or `/api/v1`.',
  gather: async ({ context, channel, door }: Chart): Promise<Facts> => {
    if (channel === null) throw new CannotLook('There is no Chatwoot connection.');
    const { baseUrl } = channel;
    return { baseUrl, isPrivate: isPrivateUrl(baseUrl, context.installation), visit: await door() };
  },
  judge: ({ baseUrl, isPrivate, visit }: Facts): Opinion => {
    const { host: subject, origin, pathname, protocol } = new URL(baseUrl);
    const failure = judgeVisit({ subject, visit, setting });
    if (failure !== null) return failure;
    if (visit.reached && !visit.isExpected) {
      const hasPath = pathname.replace(/\/+$/, '') !== '';
      const why = hasPath ? `: the base URL has the path ${pathname}` : '';
      const message = `It answers ${visit.status}, and not as Chatwoot does${why}.`;
      return broken(subject, message, `Set ${setting} to ${hasPath ? origin : 'the address of Chatwoot'}.`);
    }
    if (protocol === 'http:' && !isPrivate) {
      const message = 'The connection is not encrypted: tokens and messages travel in the clear.';
      return warn(subject, message, `Set ${setting} to the https address.`);
    }
    return ok(subject, 'It answers as Chatwoot does.');
  },
});
