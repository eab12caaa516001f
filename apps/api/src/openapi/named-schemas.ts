import * as shared from '@tandem/schemas';
import * as admin from '@tandem/schemas/admin';
import { z } from 'zod';
import type { JsonSchema } from './document.ts';

type Io = 'input' | 'output';

/** What turns zod schemas into those of a document, which name each other where they are the same. */
export interface NamedSchemas {
  /** As a caller writes it (`input`), or as it is answered (`output`). */
  describe(schema: z.ZodType, io: Io): JsonSchema;
  /** A reference to a schema that is exported, else the schema itself. */
  refer(schema: z.ZodType, io: Io): JsonSchema;
  /** `TenantView` of `zTenantView`; null for one that is not exported. */
  nameOf(schema: z.ZodType): string | null;
  /** All that can be referred to. */
  components: Record<string, JsonSchema>;
}

/** Those that are worth a name; a text with a pattern says more where it stands. */
const namedKinds = new Set(['object', 'enum', 'union', 'array']);
const place = '#/components/schemas/';

/**
 * Names every structured schema that `packages/schemas` exports after its export. One that differs between what is written
 * and what is answered (defaults, transforms) is there twice: `KnowledgeEntry` and `KnowledgeEntryInput`.
 */
export function nameSchemas(): NamedSchemas {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  for (const [name, value] of Object.entries({ ...shared, ...admin })) {
    if (!(value instanceof z.ZodType) || !namedKinds.has(value.def.type) || names.has(value)) continue;
    names.set(value, name.slice(1));
    registry.add(value, { id: name.slice(1) });
  }
  const all = (io: Io): Record<string, JsonSchema> =>
    z.toJSONSchema(registry, { ...options(io), uri: (id) => `${place}${id}` }).schemas;
  const output = all('output');
  const input = all('input');
  const twofold = twofoldOf(input, output);
  const rename = (json: JsonSchema, io: Io) => tidy(json, io === 'input' ? twofold : new Set());
  const components = {
    ...Object.fromEntries(Object.entries(output).map(([name, json]) => [name, rename(json, 'output')])),
    ...Object.fromEntries([...twofold].map((name) => [`${name}Input`, rename(input[name] ?? {}, 'input')])),
  };
  const describe = (schema: z.ZodType, io: Io): JsonSchema => {
    const name = names.get(schema);
    const whole = name === undefined ? undefined : (io === 'input' ? input : output)[name];
    return rename(whole ?? z.toJSONSchema(schema, { ...options(io), metadata: registry }), io);
  };
  return {
    components,
    describe,
    nameOf: (schema) => names.get(schema) ?? null,
    refer: (schema, io) => {
      const name = names.get(schema);
      if (name === undefined) return describe(schema, io);
      return { $ref: `${place}${io === 'input' && twofold.has(name) ? `${name}Input` : name}` };
    },
  };
}

const options = (io: Io) =>
  ({
    io,
    unrepresentable: 'any',
    override: (schema: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) => {
      simplify(schema);
      if (io === 'input') tellDefault(schema.jsonSchema);
    },
  }) as const;

/** In words: generators of clients ask for every field that has a `default`, although it may be left out. */
function tellDefault(json: JsonSchema): void {
  if (!('default' in json)) return;
  json.description = `${JSON.stringify(json.default)} when not given.`;
  delete json.default;
}

/** Takes away what says nothing: bounds of every safe integer, a pattern beside its format, what answers lack today. */
function simplify({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (['date', 'date-time', 'uuid', 'email'].includes(String(jsonSchema.format))) delete jsonSchema.pattern;
  // Only a strict object promises that there will never be more fields.
  const isStrict = zodSchema._zod.def.type === 'object' && zodSchema._zod.def.catchall !== undefined;
  if (jsonSchema.additionalProperties === false && !isStrict) delete jsonSchema.additionalProperties;
}

/** The names whose schemas differ, by themselves or in what they refer to. */
function twofoldOf(input: Record<string, JsonSchema>, output: Record<string, JsonSchema>): Set<string> {
  const found = new Set(
    Object.keys(input).filter((name) => JSON.stringify(input[name]) !== JSON.stringify(output[name])),
  );
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [name, json] of Object.entries(input)) {
      const text = JSON.stringify(json);
      if ([...found].some((other) => text.includes(`"${place}${other}"`))) found.add(name);
    }
  }
  return found;
}

/** References into this document, and nothing of a schema that stands alone. */
function tidy(json: JsonSchema, twofold: ReadonlySet<string>): JsonSchema {
  const { $schema: _schema, $id: _id, $defs: _defs, id: _name, ...rest } = json;
  return mapValues(rest, (value) => tidyValue(value, twofold));
}

function tidyValue(value: unknown, twofold: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => tidyValue(one, twofold));
  if (typeof value === 'string') return renamed(value, twofold);
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(value, (one) => tidyValue(one, twofold));
}

function renamed(text: string, twofold: ReadonlySet<string>): string {
  const name = /^#\/(?:\$defs|components\/schemas)\/(\w+)$/.exec(text)?.[1];
  if (name === undefined) return text;
  return `${place}${twofold.has(name) ? `${name}Input` : name}`;
}

const mapValues = <Value>(record: object, map: (value: unknown) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
