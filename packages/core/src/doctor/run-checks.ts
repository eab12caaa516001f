import { UpstreamError } from '@tandem/integrations/contract';
import type { Diagnosis, DoctorCheck, Finding } from '@tandem/schemas/admin';
import { CannotLook, type Check, type Opinion, skipped } from './check.ts';
import { codeOf } from './code-of.ts';

interface RunInput<Patient> {
  checks: readonly Check<DoctorCheck, Patient>[];
  patient: Patient;
  /** For each check. */
  deadlineMs: number;
  /** Told of a check that broke on our side. */
  onBroken(check: DoctorCheck, error: unknown): void;
}

/**
 * Runs all checks at once, each within its deadline. One that cannot be run is `skipped` and says why; it never counts as
 * healthy or broken. The worst come first, else in the order of the list.
 */
export async function runChecks<Patient>(input: RunInput<Patient>): Promise<Diagnosis> {
  const { checks } = input;
  const found = await Promise.all(checks.map((check) => runOne(check, input)));
  const findings = found.flat().sort((a, b) => severity[b.status] - severity[a.status]);
  return { findings, healthy: findings.every(({ status }) => status !== 'broken') };
}

const severity = { broken: 3, warn: 2, skipped: 1, ok: 0 } as const;

async function runOne<Patient>(
  check: Check<DoctorCheck, Patient>,
  { patient, deadlineMs, onBroken }: RunInput<Patient>,
): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Opinion[]>((resolve) => {
    const message = `Not done within ${deadlineMs / 1_000} s.`;
    timer = setTimeout(() => resolve([skipped('the check', message)]), deadlineMs);
  });
  try {
    const opinions = await Promise.race([check.examine(patient), late]);
    return opinions.map((opinion) => ({ check: check.name, ...opinion }));
  } catch (error) {
    if (!isExpected(error)) onBroken(check.name, error);
    return [{ check: check.name, ...skipped('the check', whyNot(error)) }];
  } finally {
    clearTimeout(timer);
  }
}

/** Of a store that cannot be used; what that means is said by its own check. */
const storeCodes: readonly (string | null)[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
];

const isExpected = (error: unknown): boolean =>
  error instanceof CannotLook || error instanceof UpstreamError || storeCodes.includes(codeOf(error));

function whyNot(error: unknown): string {
  if (error instanceof CannotLook) return error.message;
  if (error instanceof UpstreamError) return `It could not be looked at: ${error.message}.`;
  const code = codeOf(error);
  if (storeCodes.includes(code))
    return `A store cannot be used (${code}): see mysql.server and redis.server.`;
  return `The check itself failed${code === null ? '' : ` (${code})`}: the log of the api says why.`;
}
