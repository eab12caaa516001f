import { Command } from 'commander';
import pico from 'picocolors';
import { cell, printJson } from '../print.ts';
import type { Cli } from '../program.ts';
import { example } from './options.ts';

export function whyCommand({ client, output }: Cli): Command {
  return new Command('why')
    .description('tell what happened to a message, and why')
    .argument('<tenant>', 'its id')
    .argument('<message-id>', "our id of a message, turn or reply, or Chatwoot's message id")
    .addHelpText('after', example('tandem why 01997d2e-0000-7000-8000-000000000001 88123'))
    .action(async (tenantId: string, messageId: string) => {
      const answer = await client().messages.why.query({ tenantId, messageId });
      if (output.json) return printJson(output, answer);
      const { steps, end, conversationId, sessionId } = answer.trail;
      output.write(
        `${pico.bold(`Message ${cell(messageId)}`)} of conversation ${conversationId}, session ${cell(sessionId)}\n`,
      );
      for (const { at, kind, text } of steps) output.write(`  ${at}  ${kind.padEnd(10)}  ${cell(text)}\n`);
      output.write(`${pico.bold('End')}  ${end === null ? 'none yet: it is on its way.' : cell(end.text)}\n`);
    });
}
