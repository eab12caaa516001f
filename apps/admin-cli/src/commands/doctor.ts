import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { type Examined, examine } from '../doctor/examine.ts';
import { examineAll } from '../doctor/examine-all.ts';
import { printDiagnosis } from '../doctor/print-diagnosis.ts';
import { exitCodes } from '../exit-codes.ts';
import { printJson, printNote } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { example, wholeNumber } from './options.ts';

interface Options {
  all?: boolean;
  strict?: boolean;
  concurrency: number;
}

const tenant = 'acme';

export function doctorCommand(cli: Cli): Command {
  return new Command('doctor')
    .description('look for what is wrong, and say how to mend it; changes nothing')
    .argument('[tenant]', 'its id or slug; left out, the installation')
    .option('--all', 'the installation and every tenant; shows the troubled ones')
    .option('--strict', 'what is only worth a look counts as broken, too')
    .option('--concurrency <n>', 'with --all: how many tenants at once', wholeNumber, 4)
    .addHelpText(
      'after',
      example(
        'tandem doctor',
        `tandem doctor ${tenant}`,
        'tandem doctor --all --strict --json',
        '',
        'Ends with 5 when something is broken. docs/doctor.md says what each check means.',
      ),
    )
    .action(async (tenantId: string | undefined, options: Options) => {
      const isHealthy =
        options.all === true ? await showAll(cli, tenantId, options) : await showOne(cli, tenantId, options);
      if (!isHealthy) process.exitCode = exitCodes.unhealthy;
    });
}

async function showOne(cli: Cli, tenantId: string | undefined, options: Options): Promise<boolean> {
  const { output } = cli;
  const examined = await examine(cli, tenantId === undefined ? {} : { tenantId });
  if (output.json) printJson(output, examined);
  else printDiagnosis(output, { title: tenantId === undefined ? cli.url() : `Tenant ${tenantId}`, examined });
  return isFine(examined, options);
}

async function showAll(cli: Cli, tenantId: string | undefined, options: Options): Promise<boolean> {
  const { output } = cli;
  if (tenantId !== undefined) throw new UsageError('Name one tenant, or --all.');
  if (options.concurrency < 1 || options.concurrency > 64)
    throw new UsageError('--concurrency must be 1 to 64.');
  const installation = await examine(cli, {});
  if (!output.json) printDiagnosis(output, { title: cli.url(), examined: installation });
  // Without an api there is nobody to ask for tenants.
  if (!installation.isAnswered) {
    if (output.json) printJson(output, { installation, tenants: 0, troubled: [] });
    return false;
  }
  const { tenants, troubled } = await examineAll(cli, {
    concurrency: options.concurrency,
    onTroubled: ({ slug, id, examined }) => {
      if (output.json) return;
      output.write('\n');
      printDiagnosis(output, { title: `${slug}  ${id}`, examined, onlyTroubles: true });
    },
  });
  if (output.json) printJson(output, { installation, tenants, troubled });
  else printNote(output, `\n${tenants} tenants, ${troubled.length} of them with something to look at`);
  return [installation, ...troubled.map(({ examined }) => examined)].every((one) => isFine(one, options));
}

const isFine = ({ findings }: Examined, { strict = false }: Options): boolean =>
  findings.every(({ status }) => status !== 'broken' && !(strict && status === 'warn'));
