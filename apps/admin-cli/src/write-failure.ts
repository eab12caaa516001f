import type { Described } from './describe-failure.ts';
import type { Paint } from './output/paint.ts';
import { cell } from './print.ts';

/** What goes to standard error about a failure: lines for people, one JSON document for programs. */
export function writeFailure(
  failure: Omit<Described, 'exitCode'>,
  look: { json: boolean; paint: Paint },
): string {
  if (look.json) return `${JSON.stringify({ error: failure })}\n`;
  const { paint } = look;
  const { code, message, issues = [], hint, requestId } = failure;
  const lines = [
    `${paint.red('tandem:')} ${cell(message)}`,
    ...issues.map(({ path, message: words }) =>
      path === '' ? `  ${cell(words)}` : `  ${paint.bold(cell(path))}: ${cell(words)}`,
    ),
    ...(hint ? [hint] : []),
    ...(code === 'internal' && requestId ? [`requestId: ${cell(requestId)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
