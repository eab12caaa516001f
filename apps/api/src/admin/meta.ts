import type { FileMediaType } from '@tandem/schemas/admin';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Where a procedure stands in REST, and all that a description of it needs beside its schemas. */
export interface AdminMeta {
  /** One line for people. */
  summary: string;
  /** Null: a subscription, which is served over tRPC alone. */
  rest: RestMeta | null;
}

export interface RestMeta {
  methods: readonly [Method, ...Method[]];
  /** Parts in braces are fields of the input: `/api/chatbot/tenants/{tenantId}`. */
  path: `/api/chatbot/${string}`;
  /** Of a success. */
  status: 200 | 201 | 202;
  /** The input's `expectedVersion` comes from `If-Match`. */
  ifMatch?: true;
  /**
   * The body is a file of one of these, as it is: base64 in the input's `file`, its content type in `contentType`. The other
   * fields come from the query.
   */
  consumes?: readonly [FileMediaType, ...FileMediaType[]];
  /** The output is a `zFileAnswer`: REST answers its text as a file of one of these, tRPC the object. */
  produces?: readonly [FileMediaType, ...FileMediaType[]];
  /** REST joins all pages of the file into one answer, which is cut short when a page fails. */
  joined?: true;
}
