type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Where a procedure stands in REST, and all that a description of it needs beside its schemas. */
export interface AdminMeta {
  /** One line for people. */
  summary: string;
  rest: {
    methods: readonly [Method, ...Method[]];
    /** Parts in braces are fields of the input: `/api/chatbot/tenants/{tenantId}`. */
    path: `/api/chatbot/${string}`;
    /** Of a success. */
    status: 200 | 201 | 202;
    /** The input's `expectedVersion` comes from `If-Match`. */
    ifMatch?: true;
    /**
     * The body is a file as it is: base64 in the input's `file`, its content type in `contentType`. The other fields come
     * from the query.
     */
    body?: 'file';
    /** The output's `file` (base64) is answered as it is, under its `contentType` and `fileName`. */
    answer?: 'file';
  };
}
