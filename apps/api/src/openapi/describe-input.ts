import type { RestProcedure } from '../admin/procedures-of.ts';
import { bodyExamples } from './body-examples.ts';
import type { JsonSchema, Operation, Parameter } from './document.ts';
import type { NamedSchemas } from './named-schemas.ts';

interface DescribedInput {
  parameters: (Parameter | { $ref: string })[];
  requestBody?: Operation['requestBody'];
  /** To be put among the components. */
  body?: { name: string; schema: JsonSchema };
}

/** Where REST carries each field of a procedure's input (`read-input.ts`): path, `If-Match`, query or body. */
export function describeInput(
  schemas: NamedSchemas,
  procedure: RestProcedure,
  method: string,
): DescribedInput {
  const { rest, input } = procedure;
  const written = schemas.describe(input, 'input');
  const inPath = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const elsewhere = [...inPath, ...(rest.ifMatch ? ['expectedVersion'] : [])];
  const parameters: DescribedInput['parameters'] = [
    ...inPath.map((name) => pathParameter(name, field(written, name))),
    ...(rest.ifMatch ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
  if (rest.consumes || method === 'GET' || method === 'DELETE') {
    const parsed = schemas.describe(input, 'output');
    const inBody = rest.consumes ? ['file', 'contentType'] : [];
    const inQuery = queryParameters(written, parsed, [...elsewhere, ...inBody]);
    return {
      parameters: [...parameters, ...inQuery],
      ...(rest.consumes && { requestBody: fileBody(rest.consumes) }),
    };
  }
  const schema = without(written, elsewhere);
  if (Object.keys(fields(schema)).length === 0 && !isUnion(schema)) return { parameters };
  const name = `${schemas.nameOf(input) ?? procedure.name.replaceAll('.', '_')}Body`;
  const required = isUnion(schema) || requiredOf(schema).length > 0;
  const example = bodyExamples[procedure.name];
  const media = { schema: { $ref: `#/components/schemas/${name}` }, ...(example && { example }) };
  const content = { 'application/json': media };
  return { parameters, requestBody: { required, content }, body: { name, schema } };
}

/** The bytes of a file, one of these types. */
const fileBody = (types: readonly string[]): NonNullable<Operation['requestBody']> => ({
  required: true,
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
});

/** An id in a path, which as text in lower case or not names the same thing. */
const pathParameter = (name: string, schema: JsonSchema): Parameter => ({
  name,
  in: 'path',
  required: true,
  schema,
  ...(schema.format === 'uuid' && { example: '01997d2e-0000-7000-8000-000000000001' }),
});

/** A query is text; what it is read as says more than that: `limit` is a number from 1 to 200, 50 when not given. */
function queryParameters(written: JsonSchema, parsed: JsonSchema, elsewhere: readonly string[]): Parameter[] {
  const names = Object.keys(fields(written)).filter((name) => !elsewhere.includes(name));
  return names.map((name) => {
    const asRead = field(parsed, name);
    const schema = Object.keys(asRead).length > 0 ? asRead : field(written, name);
    return { name, in: 'query', required: requiredOf(written).includes(name), schema };
  });
}

/** The schema of what is left when these fields stand elsewhere; also in each branch of a union. */
function without(schema: JsonSchema, names: readonly string[]): JsonSchema {
  const left = Object.entries(fields(schema)).filter(([name]) => !names.includes(name));
  const required = requiredOf(schema).filter((name) => !names.includes(name));
  const { required: _all, ...rest } = schema;
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => {
    const of = schema[keyword];
    return Array.isArray(of) ? [[keyword, of.map((branch: JsonSchema) => without(branch, names))]] : [];
  });
  return {
    ...rest,
    ...('properties' in schema && { properties: Object.fromEntries(left) }),
    ...(required.length > 0 && { required }),
    ...Object.fromEntries(branches),
  };
}

const isUnion = (schema: JsonSchema): boolean => 'anyOf' in schema || 'oneOf' in schema || 'allOf' in schema;

/** JSON Schema keeps an object of schemas under `properties`; its type here does not say so. */
const fields = (schema: JsonSchema): Record<string, JsonSchema> =>
  (schema.properties ?? {}) as Record<string, JsonSchema>;
const field = (schema: JsonSchema, name: string): JsonSchema => fields(schema)[name] ?? {};
/** Likewise a list of names under `required`. */
const requiredOf = (schema: JsonSchema): string[] => (schema.required ?? []) as string[];
