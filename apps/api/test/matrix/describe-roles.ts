import type { Role } from '@tandem/schemas';
import { leastRoles, mayCall } from '../../src/admin/access.ts';
import type { AdminProcedure } from '../../src/admin/procedures-of.ts';

const columns: Role[] = ['agent', 'admin', 'owner', 'platform'];

const head = `# Who may do what

Made from \`apps/api/src/admin/access.ts\` and the procedures' own descriptions; a test holds this page to them. After a change:
\`npm test -- apps/api/src/admin/roles-page.test.ts -u\`.

Keys of a tenant (\`agent\`, \`admin\`, \`owner\`) reach that tenant alone; another one's ids are as unknown to them as ids of nothing.
A key of the \`platform\` reaches every tenant.
`;

/** The role table as a page for people: a section for each capability, a row for each procedure. */
export function describeRoles(procedures: readonly AdminProcedure[]): string {
  const capabilities = Map.groupBy(procedures, ({ name }) => name.split('.')[0] ?? name);
  const sections = [...capabilities].map(([capability, members]) =>
    [
      `## ${capability}`,
      '',
      `| procedure | in REST | what | ${columns.join(' | ')} |`,
      `|---|---|---|${columns.map(() => ':-:|').join('')}`,
      ...members.map(row),
      '',
    ].join('\n'),
  );
  return [head, ...sections].join('\n');
}

function row({ name, meta }: AdminProcedure): string {
  if (leastRoles[name] === undefined) throw new Error(`${name} has no role in access.ts`);
  const { rest } = meta;
  const place =
    rest === null ? '' : `${rest.methods.map((method) => `\`${method}\``).join(' ')} \`${rest.path}\``;
  const marks = columns.map((role) => (mayCall(role, name) ? '✓' : ''));
  return `| \`${name}\` | ${place} | ${meta.summary} | ${marks.join(' | ')} |`;
}
