import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { cell, printJson } from '../print.ts';
import { example } from './options.ts';

export function whyCommand({ client, output }: Cli): Command {
  return new Command('why')
    .description('tell what happened to a message, and why')
    .argument('<tenant>', 'its id or slug')
    .argument('<message-id>', "our id of a message, turn or reply, or Chatwoot's message id")
    .addHelpText('after', example('tandem why acme 88123'))
    .action(async (tenantId: string, messageId: string) => {
      const answer = await client().messages.why.query({ tenantId, messageId });
      if (output.json) return printJson(output, answer);
      const { steps, end, conversationId, sessionId } = answer.trail;
      output.write(
        `${output.paint.bold(`Message ${cell(messageId)}`)} of conversation ${conversationId}, session ${cell(sessionId)}\n`,
      );
      for (const { at, kind, text } of steps)
        output.write(`  ${cell(at)}  ${kind.padEnd(10)}  ${cell(text)}\n`);
      output.write(
        `${output.paint.bold('End')}  ${end === null ? 'none yet: it is on its way.' : cell(end.text)}\n`,
      );
    });
}
