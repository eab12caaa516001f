import { type Fields, fieldsOf } from '../wire.ts';

/** Liquid's own split: tags and outputs, the latter also with a single closing brace. */
const token = /(\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}?)/;

/**
 * What Chatwoot does to the content of an outgoing message before it is stored: code between backticks is wrapped in
 * `raw`, outputs are looked up, and content with broken or unknown Liquid stays as it was (contracts/chatwoot.md §10.3;
 * chatwoot/chatwoot: app/models/concerns/liquidable.rb). Of tags only `raw` and `comment` are known here.
 */
export function renderLiquid(content: string, drops: Fields): string {
  if (!content.includes('{{') && !content.includes('{%')) return content;
  const template = content.replace(/`([\s\S]*?)`/g, '{% raw %}`$1`{% endraw %}');
  return renderTemplate(template, drops) ?? content;
}

/** Null where Liquid would raise. */
function renderTemplate(template: string, drops: Fields): string | null {
  let rest = template;
  let out = '';
  while (rest !== '') {
    const match = token.exec(rest);
    if (match === null) return /\{\{|\{%/.test(rest) ? null : out + rest;
    const before = rest.slice(0, match.index);
    out += before;
    rest = rest.slice(match.index + match[0].length);
    if (match[0].startsWith('{{')) {
      if (!match[0].endsWith('}}')) return null;
      out += lookUp(match[0].slice(2, -2).trim(), drops);
      continue;
    }
    const name = /^\{%-?\s*(\w+)/.exec(match[0])?.[1];
    if (name !== 'raw' && name !== 'comment') return null;
    const end = new RegExp(`\\{%-?\\s*end${name}\\s*-?%\\}`).exec(rest);
    if (end === null) return null;
    if (name === 'raw') out += rest.slice(0, end.index);
    rest = rest.slice(end.index + end[0].length);
  }
  return out;
}

function lookUp(expression: string, drops: Fields): string {
  const literal = /^'([^']*)'$|^"([^"]*)"$/.exec(expression);
  if (literal !== null) return literal[1] ?? literal[2] ?? '';
  let value: unknown = drops;
  for (const name of expression.split('.')) value = fieldsOf(value)[name.trim()];
  return value == null ? '' : String(value);
}
