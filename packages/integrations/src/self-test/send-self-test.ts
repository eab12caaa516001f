import { type SelfTestAnswer, type SetUps, UpstreamError } from '../contract/index.ts';
import { encodeJson } from '../http/encode-json.ts';
import type { Http } from '../http/index.ts';
import { signBody } from '../proof/sign-body.ts';

const timeoutMs = 8_000;

type SelfTest = Parameters<SetUps['selfTest']>[0];

/**
 * Posts to a webhook URL of this installation exactly as that upstream would: Chatwoot signs timestamp and body
 * (contracts/chatwoot.md §5), Botpress adds a slash to the URL and sends its plain secret (contracts/botpress.md §1a).
 */
export async function sendSelfTest(http: Http, input: SelfTest): Promise<SelfTestAnswer> {
  const json = { ...input.body, event: 'tandem_self_test', type: 'tandem_self_test' };
  const response = await http
    .request({
      method: 'POST',
      url: input.provider === 'botpress' ? `${input.url}/` : input.url,
      headers: proofOf(input, encodeJson(json)),
      json,
      timeoutMs,
      write: false,
    })
    .catch((error: unknown) => {
      throw withoutKey(error, new URL(input.url).host);
    });
  const body: unknown = response.json;
  const hasReason = typeof body === 'object' && body !== null && 'reason' in body;
  return { status: response.status, reason: hasReason ? String(body.reason) : null };
}

/** The path of a webhook URL is a secret, and the words of a failed request name it. */
function withoutKey(error: unknown, host: string): unknown {
  if (!(error instanceof UpstreamError)) return error;
  return new UpstreamError(error.kind, `${host}: POST of a self-test to the webhook URL`);
}

function proofOf({ provider, secret, nowMs }: SelfTest, body: string): Record<string, string> {
  if (secret === null) return {};
  if (provider === 'botpress') return { 'x-secret-key': secret };
  const timestamp = String(Math.floor(nowMs / 1_000));
  return {
    'x-chatwoot-timestamp': timestamp,
    'x-chatwoot-signature': signBody({ secret, timestamp, body }),
  };
}
