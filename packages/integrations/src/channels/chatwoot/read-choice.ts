import { hash } from 'node:crypto';
import type { Option } from '@tandem/schemas';
import { type Fields, fieldsOf, isFields, textOf } from './wire.ts';

interface Answer {
  /** Tells two answers to one message apart. */
  digest: string;
  message: { text: string; attachments: []; choice: Option };
}

/**
 * What the customer answered to an interactive message, from the message's `content_attributes`; null when nothing is.
 * Selections give their value, forms one JSON object of name → value, with labels in the text. A rating is no answer
 * to the bot. Source: contracts/chatwoot.md §9.
 */
export function readChoice(attributes: Fields): Answer | null {
  const submitted = attributes.submitted_values;
  if (Array.isArray(submitted)) {
    const values = submitted.filter(isFields);
    if (values.length === 0) return null;
    const isForm = values.some((value) => Object.hasOwn(value, 'name'));
    return answer(submitted, isForm ? readForm(values, attributes.items) : readSelection(values));
  }
  const email = textOf(attributes.submitted_email);
  return email === null ? null : answer(email, { title: email, value: email });
}

function answer(submitted: unknown, choice: Option): Answer {
  const digest = hash('sha256', JSON.stringify(submitted), 'hex').slice(0, 32);
  return { digest, message: { text: choice.title, attachments: [], choice } };
}

function readSelection(values: Fields[]): Option {
  const options = values.map((value) => ({
    title: plain(value.title ?? value.value),
    value: plain(value.value ?? value.title),
  }));
  const [only] = options;
  if (options.length === 1 && only !== undefined) return only;
  return {
    title: options.map((option) => option.title).join(', '),
    value: JSON.stringify(options.map((option) => option.value)),
  };
}

function readForm(values: Fields[], items: unknown): Option {
  const fields = Array.isArray(items) ? items.filter(isFields) : [];
  const lines = values.map((value) => {
    const field = fields.find((item) => item.name === value.name);
    return `${textOf(field?.label) ?? plain(value.name)}: ${labelOf(field, value.value)}`;
  });
  const byName = Object.fromEntries(values.map((value) => [plain(value.name), value.value ?? null]));
  return { title: lines.join('\n'), value: JSON.stringify(byName) };
}

/** A select field submits the value of an option; the customer read its label. */
function labelOf(field: Fields | undefined, value: unknown): string {
  const options = Array.isArray(field?.options) ? field.options.map(fieldsOf) : [];
  return textOf(options.find((option) => option.value === value)?.label) ?? plain(value);
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  return value == null ? '' : JSON.stringify(value);
}
