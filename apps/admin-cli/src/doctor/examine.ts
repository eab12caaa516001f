import type { Finding } from '@tandem/schemas/admin';
import { describeFailure } from '../describe-failure.ts';
import type { Cli } from '../program.ts';

/** `api.reachable`: found from here, without the api. */
export type CliFinding = Omit<Finding, 'check'> & { check: Finding['check'] | 'api.reachable' };

export interface Examined {
  findings: CliFinding[];
  healthy: boolean;
  /** False where the api itself is what is wrong. */
  isAnswered: boolean;
}

/** Asks the doctor of the api. An api that does not answer is a finding of its own; a refused key is an error as anywhere. */
export async function examine(
  { client, url }: Pick<Cli, 'client' | 'url'>,
  input: { tenantId?: string },
): Promise<Examined> {
  try {
    const { doctor } = client();
    const { tenantId } = input;
    const diagnosis =
      tenantId === undefined ? await doctor.installation.query({}) : await doctor.tenant.query({ tenantId });
    return { ...diagnosis, isAnswered: true };
  } catch (error) {
    const finding = withoutApi(error, url());
    if (finding === null) throw error;
    return { findings: [finding], healthy: false, isAnswered: false };
  }
}

function withoutApi(error: unknown, url: string): CliFinding | null {
  const { code, message, requestId } = describeFailure(error, url);
  const common = { check: 'api.reachable', status: 'broken', subject: url } as const;
  if (code === 'unreachable') {
    const cure =
      'Start the api (npm run serve), or name the address at which it answers: TANDEM_URL or --url. Then its log says what it lacks.';
    return { ...common, message, cure };
  }
  if (code !== 'internal') return null;
  const cure =
    'Ask with the root key of the installation (TANDEM_ROOT_KEY), which needs no database to be known; else see the log of the api.';
  return { ...common, message: `It answers, and breaks (requestId ${requestId ?? '-'}).`, cure };
}
