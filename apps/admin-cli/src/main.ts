import { CommanderError } from 'commander';
import { describeFailure } from './describe-failure.ts';
import { everyCommand, pathOf } from './every-command.ts';
import { exitCodes } from './exit-codes.ts';
import { paintFor } from './output/paint.ts';
import { createProgram } from './program.ts';
import { defaultUrl } from './settings/choose-access.ts';
import { fillTenant } from './tenant/fill-tenant.ts';
import { resolveTenants } from './tenant/resolve-tenants.ts';
import { writeFailure } from './write-failure.ts';

// Whoever reads us through a pipe may stop reading: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failed);
  });
}

const { env: environment } = process;
const argv = process.argv.slice(2);
const isJson = argv.includes('--json');
let interruptWords = '';
process.once('SIGINT', () => {
  process.stderr.write(`\nInterrupted.${interruptWords === '' ? '' : ` ${interruptWords}`}\n`);
  process.exit(exitCodes.interrupted);
});

const writer = (stream: NodeJS.WriteStream) => ({
  isTTY: stream.isTTY === true,
  columns: stream.columns,
  write: (text: string) => void stream.write(text),
});
const { program, cli } = createProgram({
  environment,
  argv,
  stdout: writer(process.stdout),
  stderr: writer(process.stderr),
  onInterrupt: (words) => {
    interruptWords = words;
  },
});
resolveTenants(program, cli.client);
for (const command of everyCommand(program)) {
  command
    .exitOverride()
    .showHelpAfterError(isJson ? false : `Help: ${pathOf(command)} --help`)
    .configureOutput({ outputError: (text, write) => (isJson ? undefined : write(text)) });
}
try {
  program.parseOptions(argv);
  const filled = fillTenant(program, argv, () => cli.access().tenant);
  await program.parseAsync(filled, { from: 'user' });
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  const look = { json: isJson, paint: paintFor(process.stderr, { environment, argv }) };
  if (error instanceof CommanderError) {
    // In words commander has printed what it has to say.
    if (error.exitCode === 0) return exitCodes.ok;
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    if (isJson) process.stderr.write(writeFailure({ code: 'usage', message }, look));
    return exitCodes.usage;
  }
  const { exitCode, ...failure } = describeFailure(error, urlIfKnown());
  process.stderr.write(writeFailure(failure, look));
  return exitCode;
}

function urlIfKnown(): string {
  try {
    return cli.access().url;
  } catch {
    // That it cannot be known is what is reported.
    return defaultUrl;
  }
}
