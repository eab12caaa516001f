import type { AdminClient } from '../client.ts';
import type { Cli } from '../program.ts';
import { type Examined, examine } from './examine.ts';

export interface Troubled {
  id: string;
  slug: string;
  examined: Examined;
}

interface AllInput {
  /** Tenants at once. */
  concurrency: number;
  /** Told of each as it is found. */
  onTroubled(one: Troubled): void;
}

const pageSize = 200;

/** Examines every tenant, a page after the other, and keeps those with something broken or worth a look. */
export async function examineAll(
  cli: Pick<Cli, 'client' | 'url'>,
  { concurrency, onTroubled }: AllInput,
): Promise<{ tenants: number; troubled: Troubled[] }> {
  const troubled: Troubled[] = [];
  let tenants = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<AdminClient['tenants']['list']['query']>> = await cli
      .client()
      .tenants.list.query({ limit: pageSize, ...(cursor !== null && { cursor }) });
    const waiting = [...page.tenants];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { id, slug } = next;
        const examined = await examine(cli, { tenantId: id });
        if (!isTroubled(examined)) continue;
        troubled.push({ id, slug, examined });
        onTroubled({ id, slug, examined });
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    tenants += page.tenants.length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { tenants, troubled };
}

const isTroubled = ({ findings }: Examined): boolean =>
  findings.some(({ status }) => status === 'broken' || status === 'warn');
