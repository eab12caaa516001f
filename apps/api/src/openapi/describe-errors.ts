import { type ErrorCode, errorCodes } from '@tandem/schemas';
import { statusByCode } from '../admin/errors.ts';
import type { ApiResponse, JsonSchema, Reference } from './document.ts';

export type ErrorStatus = (typeof statusByCode)[ErrorCode];

const when: Record<ErrorCode, string> = {
  bad_request: 'The input is not what this call takes; `issues` names the places',
  unauthorized: 'No key, or none that is valid now',
  forbidden: 'The role of the key is too low, or its tenant is suspended',
  not_found: 'There is no such thing, or it belongs to another tenant',
  conflict: 'Something else is there or was changed meanwhile',
  payload_too_large: 'The body is larger than this call takes',
  unprocessable: 'Well-formed, but it cannot be done as it is; `message` says what to do',
  too_many_requests: 'Over a limit: try again later',
  internal: 'Something broke on our side; give the `requestId` to the operator',
};

/** The body of every failure. */
export const errorSchema: JsonSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', enum: [...errorCodes] },
        message: { type: 'string', description: 'For people: what is wrong and what to do' },
        issues: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              path: { type: 'string', description: 'Such as `config.businessHours.hours.0.from`' },
              message: { type: 'string' },
            },
            required: ['path', 'message'],
          },
        },
        requestId: { type: 'string', description: 'The id of this request in the log' },
      },
      required: ['code', 'message', 'requestId'],
    },
  },
  required: ['error'],
};

const nameOf = (code: ErrorCode): string =>
  code
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** What tells a client what to do next, beside the body. */
const headers: { [Code in ErrorCode]?: ApiResponse['headers'] } = {
  unauthorized: { 'www-authenticate': { description: '`Bearer`', schema: { type: 'string' } } },
  too_many_requests: {
    'retry-after': { description: 'Seconds; where the limit knows them', schema: { type: 'integer' } },
  },
};

/** One shared response for each code. */
export const errorComponents: Record<string, ApiResponse> = Object.fromEntries(
  errorCodes.map((code) => [
    nameOf(code),
    {
      description: when[code],
      ...(headers[code] && { headers: headers[code] }),
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/Error' },
          example: { error: { code, message: `${when[code].split(/[;:]/)[0]}.`, requestId: 'e1c9' } },
        },
      },
    },
  ]),
);

/** References to the shared responses of these statuses. */
export const errorResponses = (statuses: readonly ErrorStatus[]): Record<string, Reference> =>
  Object.fromEntries(
    errorCodes
      .filter((code) => statuses.includes(statusByCode[code]))
      .map((code) => [String(statusByCode[code]), { $ref: `#/components/responses/${nameOf(code)}` }]),
  );
