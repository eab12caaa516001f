import { type Fields, fieldsOf, isFields } from '../wire.ts';

/** An answer that is no success, in Chatwoot's shapes (contracts/chatwoot.md §10.2). */
export class Refusal extends Error {
  readonly status: 400 | 401 | 404 | 422 | 429 | 500;
  readonly body: Fields | string;

  constructor(status: Refusal['status'], body: Fields | string) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** `JSON.stringify` of what `Refusal` carries, or its text. */
export function refusalResponse(status: Refusal['status'], body: Fields | string): Response {
  if (typeof body === 'string')
    return new Response(body, { status, headers: { 'content-type': 'text/plain' } });
  return Response.json(body, { status });
}

const keysAllowed: Record<string, { item: string[]; action?: string[] }> = {
  input_select: { item: ['title', 'value'] },
  cards: {
    item: ['title', 'description', 'media_url', 'actions'],
    action: ['text', 'type', 'payload', 'uri'],
  },
  form: {
    item: [
      'type',
      'placeholder',
      'label',
      'name',
      'options',
      'default',
      'required',
      'pattern',
      'title',
      'pattern_error',
    ],
  },
  article: { item: ['title', 'description', 'link'] },
};

const contentTypes = new Set([
  'text',
  'input_text',
  'input_textarea',
  'input_email',
  'input_select',
  'cards',
  'form',
  'article',
  'incoming_email',
  'input_csat',
  'integrations',
  'sticker',
  'voice_call',
]);

/** Refuses what Chatwoot's validations refuse in a new message (§9, §10.3). */
export function validateMessage(body: Fields, contentAttributes: Fields): void {
  const { content, content_type: contentType } = body;
  if (typeof content === 'string' && content.length > 150_000) {
    throw invalid('Content is too long (maximum is 150000 characters)');
  }
  if (contentType === undefined || contentType === null) return;
  if (typeof contentType !== 'string' || !contentTypes.has(contentType)) {
    throw new Refusal(422, { error: `'${String(contentType)}' is not a valid content_type` });
  }
  const allowed = keysAllowed[contentType];
  if (allowed === undefined) return;
  const { items } = contentAttributes;
  if (!Array.isArray(items) || items.length === 0)
    throw invalid('Content attributes At least one item is required.');
  for (const item of items) validateItem(item, allowed);
}

function validateItem(item: unknown, allowed: { item: string[]; action?: string[] }): void {
  if (!isFields(item) || !hasOnly(item, allowed.item))
    throw invalid('Content attributes contains invalid keys for items.');
  if (allowed.action === undefined) return;
  const { actions } = item;
  if (!Array.isArray(actions) || actions.length === 0)
    throw invalid('Content attributes contains items missing actions');
  for (const action of actions) {
    if (!hasOnly(fieldsOf(action), allowed.action))
      throw invalid('Content attributes contains invalid keys for actions under items.');
  }
}

function hasOnly(fields: Fields, keys: string[]): boolean {
  return Object.keys(fields).every((key) => keys.includes(key));
}

function invalid(why: string): Refusal {
  return new Refusal(422, { error: `Validation failed: ${why}` });
}
