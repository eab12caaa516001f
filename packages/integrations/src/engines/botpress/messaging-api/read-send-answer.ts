import type { z } from 'zod';
import { UpstreamError } from '../../../contract/index.ts';
import type { HttpResponse } from '../../../http/index.ts';
import { readAnswer } from '../read-answer.ts';
import { zSendAnswer } from './wire.ts';

/** How its refusals begin; each is said before anything is done. */
const refusals = ['Validation Error', 'Configuration Error', 'Bad Request'];

/**
 * Reads the answer to a send (contracts/botpress.md §1b), or throws what it means. A 400 hides every failure behind it, also
 * one after the message was written (§7.14): unless it is one of the refusals, nobody knows whether the bot has it.
 */
export function readSendAnswer(response: HttpResponse, label: string): z.output<typeof zSendAnswer> {
  const { status, text } = response;
  const isRefusal = refusals.some((words) => text.startsWith(words));
  if (status === 400 && !isRefusal)
    throw new UpstreamError('unknown-outcome', `${label}: 400 for a failure it does not tell`, { status });
  if (status === 403) throw new UpstreamError('unauthorized', `${label}: 403`, { status });
  return readAnswer(response, { label, schema: zSendAnswer, serverError: 'unknown-outcome' });
}
