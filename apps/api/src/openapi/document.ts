/** The parts of an OpenAPI 3.1 document that ours has (spec.openapis.org/oas/v3.1.1). */
export interface ApiDocument {
  openapi: '3.1.1';
  info: { title: string; version: string; description: string };
  servers: { url: string; description: string }[];
  security: SecurityRequirement[];
  tags: { name: string; description?: string }[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, ApiResponse>;
    parameters: Record<string, Parameter>;
    securitySchemes: Record<string, object>;
  };
}

/** Draft 2020-12, as `z.toJSONSchema` writes it. */
export type JsonSchema = { [keyword: string]: unknown };

export type ApiMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type PathItem = { [Method in ApiMethod]?: Operation };
export type SecurityRequirement = Record<string, string[]>;
export type Reference = { $ref: string };

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: SecurityRequirement[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, ApiResponse | Reference>;
  /** The least role whose keys may call it. */
  'x-least-role'?: string;
  /** The same thing in tRPC. */
  'x-procedure'?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
}

export interface MediaType {
  schema: JsonSchema;
  example?: unknown;
}

export interface ApiResponse {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: Record<string, MediaType>;
}
