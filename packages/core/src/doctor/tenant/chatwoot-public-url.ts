import { isPrivateUrl } from '../../connections/upstream-urls.ts';
import { CannotLook, defineCheck, type Opinion } from '../check.ts';
import { judgePublicUrl, type PublicUrlFacts } from '../judge-public-url.ts';
import type { Chart } from './chart.ts';

export const chatwootPublicUrl = defineCheck({
  name: 'chatwoot.public-url',
  means:
    'A Chatwoot on the internet cannot reach a `PUBLIC_URL` at a private address; over http secrets travel in the clear.',
  cure: 'Set `PUBLIC_URL` to the https address of the api, restart, and onboard again.',
  gather: async ({ context: { installation, vitals }, channel }: Chart): Promise<PublicUrlFacts> => {
    if (channel === null) throw new CannotLook('There is no Chatwoot connection.');
    const isPublic = !isPrivateUrl(channel.baseUrl, installation);
    return {
      publicUrl: installation.publicUrl,
      isGiven: vitals.isPublicUrlGiven,
      isPrivate: isPrivateUrl(installation.publicUrl, installation),
      publicHosts: isPublic ? [channel.host] : [],
    };
  },
  judge: (facts: PublicUrlFacts): Opinion => judgePublicUrl(facts),
});
