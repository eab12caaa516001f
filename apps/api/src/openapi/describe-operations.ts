import { leastRoles } from '../admin/access.ts';
import type { RestProcedure } from '../admin/procedures-of.ts';
import { type ErrorStatus, errorResponses } from './describe-errors.ts';
import { describeInput } from './describe-input.ts';
import type { ApiResponse, JsonSchema, Operation } from './document.ts';
import type { NamedSchemas } from './named-schemas.ts';

export interface PlacedOperation {
  method: string;
  path: string;
  operation: Operation;
}

/** The operations of a procedure, one for each of its methods, and the schema of the body they share. */
export function describeOperations(
  schemas: NamedSchemas,
  procedure: RestProcedure,
): { operations: PlacedOperation[]; bodies: Record<string, JsonSchema> } {
  const { name, rest } = procedure;
  const bodies: Record<string, JsonSchema> = {};
  const operations = rest.methods.map((method, index) => {
    const { parameters, requestBody, body } = describeInput(schemas, procedure, method);
    if (body) bodies[body.name] = body.schema;
    const operation: Operation = {
      operationId: operationId(name, index === 0 ? null : method),
      tags: [name.split('.')[0] ?? name],
      summary: procedure.meta.summary,
      description: descriptionOf(name),
      ...(parameters.length > 0 && { parameters }),
      ...(requestBody && { requestBody }),
      responses: {
        [String(rest.status)]: success(schemas, procedure),
        ...errorResponses(statusesOf(procedure, requestBody !== undefined)),
      },
      'x-least-role': leastRole(name),
      'x-procedure': name,
    };
    return { method: method.toLowerCase(), path: rest.path, operation };
  });
  return { operations, bodies };
}

/** `tenantsCreate`; a second method of the same procedure: `configPutByPost`. */
function operationId(name: string, method: string | null): string {
  const words = [...name.split('.'), ...(method === null ? [] : ['by', method.toLowerCase()])];
  return words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** What is for nobody in `access.ts` is refused to everyone. */
const leastRole = (name: string): string => leastRoles[name] ?? 'nobody';

const descriptionOf = (name: string): string =>
  leastRole(name) === 'platform'
    ? 'For keys of the platform.'
    : `For keys of the tenant from role \`${leastRole(name)}\` on, and of the platform.`;

function success(schemas: NamedSchemas, { rest, output }: RestProcedure): ApiResponse {
  const requestId = { description: 'The id of this request in the log', schema: { type: 'string' } };
  if (rest.produces === undefined) {
    const content = { 'application/json': { schema: schemas.refer(output, 'output') } };
    return { description: words[rest.status], headers: { 'x-request-id': requestId }, content };
  }
  const content = rest.produces.map((type) => [type, { schema: { type: 'string' } }] as const);
  return {
    description: 'A file, or a page of it',
    headers: {
      'x-request-id': requestId,
      'content-disposition': { description: 'The name of the file', schema: { type: 'string' } },
      'x-next-cursor': {
        description: 'Where the next page begins; not there on the last one',
        schema: { type: 'string' },
      },
    },
    content: Object.fromEntries(content),
  };
}

const words = { 200: 'Done', 201: 'Created', 202: 'Begun; it goes on by itself' } as const;

/** Every call meets a key, a role, limits and our own failures; the rest hangs on what it takes and does. */
function statusesOf({ type, rest }: RestProcedure, hasBody: boolean): ErrorStatus[] {
  const namesThings = rest.path.includes('{');
  return [
    400,
    401,
    403,
    ...(namesThings ? [404 as const] : []),
    ...(type === 'mutation' ? [409 as const] : []),
    ...(hasBody ? [413 as const] : []),
    ...(type === 'mutation' ? [422 as const] : []),
    429,
    500,
  ];
}
