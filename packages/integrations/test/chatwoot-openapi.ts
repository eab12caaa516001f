import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Fields, fieldsOf } from '../src/channels/chatwoot/wire.ts';
import type { HttpRequest } from '../src/http/index.ts';

/** Chatwoot's own document (swagger/swagger.json of its repository); null: there is nothing to compare with. */
export function readChatwootOpenApi(): Fields | null {
  const file = process.env.CHATWOOT_OPENAPI;
  return file === undefined || file === '' ? null : fieldsOf(JSON.parse(readFileSync(file, 'utf8')));
}

/** Fails where a request is none that the document describes: its path, its query, its body. */
export function expectDescribed(document: Fields, request: HttpRequest): void {
  const { pathname, searchParams } = new URL(request.url);
  const operation = operationOf(document, request.method, pathname);
  expect(operation, `${request.method} ${pathname}`).toBeDefined();
  const query = listOf(fieldsOf(operation).parameters).map((parameter) => fieldsOf(parameter).name);
  for (const name of searchParams.keys()) expect(query).toContain(name);
  const content = fieldsOf(fieldsOf(fieldsOf(operation).requestBody).content);
  const schema = fieldsOf(fieldsOf(content['application/json']).schema);
  if (request.json !== undefined) checkValue(document, schema, request.json);
}

/** The operation whose path template fits. */
function operationOf(document: Fields, method: string, pathname: string): unknown {
  const found = Object.entries(fieldsOf(document.paths)).find(([template, item]) => {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return pattern.test(pathname) && fieldsOf(item)[method.toLowerCase()] !== undefined;
  });
  return fieldsOf(found?.[1])[method.toLowerCase()];
}

/** Known, of the right type, among the values allowed, and with all that is required. */
function checkValue(document: Fields, given: Fields, value: unknown): void {
  const schema = resolve(document, given, value);
  if (Array.isArray(schema.enum)) expect(schema.enum).toContain(value);
  expect(schema.type).toBe(Array.isArray(value) ? 'array' : typeof value);
  if (schema.type !== 'object') return;
  const properties = fieldsOf(schema.properties);
  for (const name of listOf(schema.required)) expect(value).toHaveProperty(String(name));
  for (const [name, part] of Object.entries(fieldsOf(value))) {
    expect(properties).toHaveProperty(name);
    checkValue(document, fieldsOf(properties[name]), part);
  }
}

/** Follows a reference, and the discriminator of a choice. */
function resolve(document: Fields, schema: Fields, value: unknown): Fields {
  const discriminator = fieldsOf(schema.discriminator);
  const chosen = fieldsOf(discriminator.mapping)[String(fieldsOf(value)[String(discriminator.propertyName)])];
  const reference = chosen ?? schema.$ref;
  if (typeof reference !== 'string') return schema;
  const name = reference.split('/').at(-1) ?? '';
  return fieldsOf(fieldsOf(fieldsOf(document.components).schemas)[name]);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
