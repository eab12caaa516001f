import type { Unreached, Visit } from '@tandem/integrations/contract';
import { broken, type Opinion, skipped } from './check.ts';

interface Door {
  subject: string;
  visit: Visit;
  /** The setting that names it, for cures. */
  setting: string;
}

type Failure = Exclude<Unreached, 'private' | 'unspent'>;

const failures: Record<Failure, { message: string; cure: (setting: string) => string }> = {
  'unknown-host': {
    message: 'Its host name is not known',
    cure: (setting) => `Correct ${setting}, or its DNS entry.`,
  },
  refused: {
    message: 'Nothing listens there',
    cure: (setting) => `Start it, or correct host and port of ${setting}.`,
  },
  certificate: {
    message: 'Its certificate is not good',
    cure: () => 'Renew the certificate and serve the whole chain, for this very host name.',
  },
  'no-tls': {
    message: 'It does not speak TLS there',
    cure: (setting) => `Correct scheme and port of ${setting}: http:// for a server without TLS.`,
  },
  silent: {
    message: 'It does not answer in time',
    cure: () => 'Look whether it is overloaded, or whether a firewall stands between.',
  },
  'no-http': {
    message: 'What answers is no web server',
    cure: (setting) => `Correct host and port of ${setting}.`,
  },
};

/** What keeps an upstream from being reached; null: it is. Pure. */
export function judgeVisit({ subject, visit, setting }: Door): Opinion | null {
  if (!visit.reached) {
    if (visit.why === 'private')
      return skipped(subject, 'It is at a private address: see upstreams.private.');
    if (visit.why === 'unspent')
      return skipped(subject, 'Our own budget is spent right now: see budgets.headroom.');
    const { message, cure } = failures[visit.why];
    return broken(subject, `${message} (${visit.detail}).`, cure(setting));
  }
  if (visit.redirectsTo !== null) {
    const message = `It sends whoever calls to ${visit.redirectsTo}, which we do not follow.`;
    return broken(subject, message, `Set ${setting} to ${visit.redirectsTo}.`);
  }
  if (visit.status < 500) return null;
  const cure = 'Look at its own log: it is reached, and fails.';
  return broken(subject, `It answers ${visit.status}.`, cure);
}
