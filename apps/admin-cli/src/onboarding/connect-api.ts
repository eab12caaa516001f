import type { AdminClient } from '../client.ts';
import { describeFailure } from '../describe-failure.ts';
import type { Answer, RowContext } from './onboard-row.ts';

/** The calls of a bulk run, each failure told apart by what it means for the row. */
export function connectApi(client: AdminClient, url: string): Pick<RowContext, 'findTenant' | 'onboard'> {
  const failed = (error: unknown): Exclude<Answer, { kind: 'done' }> => {
    const { code, message, issues = [] } = describeFailure(error, url);
    const places = issues.map((issue) => ` ${issue.path}: ${issue.message}.`).join('');
    if (code === 'conflict') return { kind: 'busy' };
    const isAway = code === 'unreachable' || code === 'internal' || code === 'too_many_requests';
    return { kind: isAway ? 'away' : 'refused', words: `${message}${places}` };
  };

  return {
    async findTenant(tenant) {
      if (tenant.by === 'id') return tenant.id;
      const { slug, name } = tenant;
      try {
        const [known] = (await client.tenants.list.query({ slug, limit: 1 })).tenants;
        return known?.id ?? (await client.tenants.create.mutate({ name, slug })).tenant.id;
      } catch (error) {
        const answer = failed(error);
        // Made by somebody else in between: found at the next try.
        return answer.kind === 'busy'
          ? { kind: 'away', words: `The slug ${slug} was taken just now.` }
          : answer;
      }
    },
    async onboard(input) {
      try {
        const { onboarding } = await client.onboarding.run.mutate(input);
        return { kind: 'done', onboarding };
      } catch (error) {
        return failed(error);
      }
    },
  };
}
