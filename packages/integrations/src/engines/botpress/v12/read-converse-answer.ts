import { UpstreamError } from '../../../contract/index.ts';
import { expectOk, type HttpResponse } from '../../../http/index.ts';
import { isFields } from '../fields.ts';
import { zAnswer } from './wire.ts';

/**
 * The responses in an answer of the Converse API, or throws what it means (contracts/botpress.md §1e). A timeout of the server
 * is a 400: the bot may well have heard the turn, and so it may behind any 5xx.
 */
export function readConverseAnswer(response: HttpResponse, label: string): unknown[] {
  const { status, json } = response;
  const message = isFields(json) && typeof json.message === 'string' ? json.message : '';
  if (status === 400 && message.startsWith('Request timed out'))
    throw new UpstreamError('unknown-outcome', `${label}: the server timed out (400)`, { status });
  expectOk(response, { label, serverError: 'unknown-outcome' });
  const answer = zAnswer.safeParse(json);
  if (answer.success) return answer.data.responses;
  throw new UpstreamError('unknown-outcome', `${label}: ${status} without responses`, { status });
}
