import type { Command } from 'commander';
import { CommanderError } from 'commander';
import pico from 'picocolors';
import { describeFailure } from './describe-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { cell } from './print.ts';
import { createProgram } from './program.ts';

// Whoever reads us through a pipe may stop reading: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failed);
});

const program = createProgram(process.env, (text) => process.stdout.write(text));
for (const command of everyCommand(program)) command.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  // Commander has printed what it has to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const { json, url } = program.opts<{ json?: boolean; url: string }>();
  const { exitCode, ...failure } = describeFailure(error, url);
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: failure })}\n`);
    return exitCode;
  }
  const { message, issues = [], hint, requestId } = failure;
  const lines = [
    `${pico.red('tandem:')} ${cell(message)}`,
    ...issues.map((issue) => `  ${pico.bold(cell(issue.path))}: ${cell(issue.message)}`),
    ...(hint ? [hint] : []),
    ...(failure.code === 'internal' && requestId ? [`requestId: ${cell(requestId)}`] : []),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  return exitCode;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
