import { type SelfTestAnswer, UpstreamError } from '@tandem/integrations/contract';
import type { AdminContext } from '../../admin/admin-context.ts';
import { isPrivateUrl } from '../../connections/upstream-urls.ts';
import { broken, defineCheck, type Opinion } from '../check.ts';
import { judgePublicUrl, type PublicUrlFacts } from '../judge-public-url.ts';

interface Facts extends PublicUrlFacts {
  /** What a self-test to it came to; `signed` with the installation's secret, where there is one. */
  test: { signed: boolean } & ({ answer: SelfTestAnswer } | { failure: string });
}

const installationsMax = 20;
const subject = 'PUBLIC_URL';

export const publicUrl = defineCheck({
  name: 'public-url',
  means:
    'Chatwoot and Botpress call the api at `PUBLIC_URL`: it has to be public, encrypted, and lead to this very installation.',
  cure: 'Set `PUBLIC_URL`, and let the proxy in front pass `/api/webhooks` on, without a redirect.',
  gather: async (context: AdminContext): Promise<Facts> => {
    const { installation, vitals, database } = context;
    const claimed = await database.platform.inboxRoutes.installations(installationsMax);
    const urls = [...claimed, ...(installation.chatwoot ? [installation.chatwoot.baseUrl] : [])];
    const publicUrls = urls.filter((url) => URL.canParse(url) && !isPrivateUrl(url, installation));
    return {
      publicUrl: installation.publicUrl,
      isGiven: vitals.isPublicUrlGiven,
      isPrivate: isPrivateUrl(installation.publicUrl, installation),
      publicHosts: publicUrls.map((url) => new URL(url).host),
      test: await testSelf(context),
    };
  },
  judge: (facts: Facts): Opinion[] => {
    const verdict = judgePublicUrl(facts);
    const wrong = judgeTest(facts.test);
    return wrong === null ? [verdict] : [wrong, ...(verdict.status === 'ok' ? [] : [verdict])];
  },
});

async function testSelf({ installation, vitals, setUps, now }: AdminContext): Promise<Facts['test']> {
  const [secret = null] = vitals.upstreams.chatwootSecrets;
  const signed = secret !== null;
  const url = `${installation.publicUrl}/api/webhooks/chatbot/chatwoot`;
  const test = { provider: 'chatwoot', url, secret, body: {}, nowMs: now().getTime() } as const;
  try {
    return { signed, answer: await setUps.selfTest(test) };
  } catch (error) {
    if (error instanceof UpstreamError) return { signed, failure: error.kind };
    throw error;
  }
}

/** Signed it is recognised; unsigned it is refused. Everything else is somebody else. */
function judgeTest(test: Facts['test']): Opinion | null {
  if ('failure' in test) {
    const message = `The api does not reach itself there (${test.failure}).`;
    return broken(
      subject,
      message,
      'Correct PUBLIC_URL, its DNS and its certificate, or the proxy in front of the api.',
    );
  }
  const { status, reason } = test.answer;
  const isUs = test.signed ? status === 200 && reason?.startsWith('self-test') : status === 401;
  if (isUs) return null;
  const message = `Something else answers there: ${status} to a webhook to ourselves.`;
  return broken(
    subject,
    message,
    'Let the proxy pass /api/webhooks on to the api, without a redirect, or correct PUBLIC_URL.',
  );
}
