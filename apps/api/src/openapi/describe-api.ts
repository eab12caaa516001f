import type { AnyTRPCRouter } from '@trpc/server';
import { restProceduresOf } from '../admin/procedures-of.ts';
import { errorComponents, errorSchema } from './describe-errors.ts';
import { describeOperations, type PlacedOperation } from './describe-operations.ts';
import type { ApiDocument, JsonSchema, Parameter } from './document.ts';
import { nameSchemas } from './named-schemas.ts';
import { publicOperations } from './public-operations.ts';

const description = `Tandem lets each tenant's Chatwoot inbox be answered by a Botpress bot, in tandem with humans.

Every call but the webhooks carries a key: \`Authorization: Bearer <key>\`. Keys have the role \`platform\`, \`owner\`, \`admin\` or
\`agent\`; \`x-least-role\` says from which one on an operation may be called. A key of a tenant sees nothing of another one: its
ids answer 404. Lists are read page by page: \`nextCursor\` of one is the \`cursor\` of the next. What streams (following a sync run)
is served over tRPC under \`/trpc\` as server-sent events; here the same is read by a GET.`;

/** What the capabilities are about; one that is not told here is told by its procedures. */
const tags: Record<string, string> = {
  tenants: 'Your customers',
  users: 'People who act for a tenant',
  keys: 'API keys of a tenant',
  platformKeys: 'API keys of the platform',
  config: "A tenant's bot: persona, rules, hours",
  knowledge: 'What the bot knows',
  connections: 'Where a tenant talks and what answers',
  onboarding: 'Setting a tenant up at Chatwoot and Botpress',
  sessions: 'Conversations and who owns them',
  messages: 'What became of each message',
  syncRuns: 'Pushes of configuration and knowledge to Botpress',
  webhooks: 'What Chatwoot and Botpress send',
  process: 'Health, figures and this description',
};

const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The version the caller has seen: a write to any other is a conflict. `*`, or nothing: any',
  schema: { type: 'string' },
  example: '3',
};

/** The document of everything that the api serves over plain HTTP, made from the procedures that serve it. */
export function describeApi(router: AnyTRPCRouter): ApiDocument {
  const schemas = nameSchemas();
  const described = restProceduresOf(router).map((procedure) => describeOperations(schemas, procedure));
  const operations = [...described.flatMap((one) => one.operations), ...publicOperations];
  const bodies: Record<string, JsonSchema> = Object.assign({}, ...described.map((one) => one.bodies));
  const known = { ...schemas.components, ...bodies, Error: errorSchema };
  const paths = place(operations);
  return {
    openapi: '3.1.1',
    info: { title: 'Tandem', version: '0.1.0', description },
    servers: [{ url: '/', description: 'This installation' }],
    security: [{ key: [] }],
    tags: tagsOf(operations),
    paths,
    components: {
      schemas: reachable(known, [paths, errorComponents]),
      responses: errorComponents,
      parameters: { IfMatch: ifMatch },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, or the root key' },
      },
    },
  };
}

function place(operations: readonly PlacedOperation[]): ApiDocument['paths'] {
  const paths: ApiDocument['paths'] = {};
  for (const { method, path, operation } of operations) paths[path] = { ...paths[path], [method]: operation };
  return paths;
}

function tagsOf(operations: readonly PlacedOperation[]): ApiDocument['tags'] {
  const names = new Set(operations.flatMap(({ operation }) => operation.tags));
  return [...names].map((name) => ({ name, ...(tags[name] && { description: tags[name] }) }));
}

/** The named schemas that something refers to, by their names: nothing else that the packages export is told. */
function reachable(known: Record<string, JsonSchema>, roots: readonly unknown[]): Record<string, JsonSchema> {
  const found = new Set<string>();
  const texts = roots.map((root) => JSON.stringify(root));
  for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      texts.push(JSON.stringify(known[name] ?? {}));
    }
  }
  return Object.fromEntries([...found].sort().map((name) => [name, known[name] ?? {}]));
}
