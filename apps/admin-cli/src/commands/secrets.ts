import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { type Output, printJson, printList, printNote } from '../print.ts';
import { followReseal, type Reseal } from '../secrets/follow-reseal.ts';
import { type DataKey, nextStep } from '../secrets/next-step.ts';
import { example } from './options.ts';

export function secretCommands({ client, output }: Cli): Command {
  const group = new Command('secrets')
    .description('the encryption keys that the secrets of all tenants are sealed with')
    .addHelpText('after', example('tandem secrets status'));

  group
    .command('status')
    .description('show which key seals how many secrets, and which may be dropped')
    .addHelpText('after', example('tandem secrets status'))
    .action(async () => {
      const answer = await client().secrets.status.query({});
      printKeys(output, answer);
      if (answer.reseal) printReseal(output, answer.reseal);
    });

  group
    .command('reseal')
    .description('seal all secrets anew with the first key, in the background')
    .option('--wait', 'until it has ended; exits with 1 when something does not open')
    .addHelpText('after', example('tandem secrets reseal --wait'))
    .action(async ({ wait = false }: { wait?: boolean }) => {
      const answer = await client().secrets.reseal.mutate({});
      if (wait) return await followReseal(client(), output);
      if (output.json) printJson(output, answer);
      else printReseal(output, answer.reseal);
      printNote(output, 'Follow it: tandem secrets status');
    });

  group
    .command('rotate')
    .description('replace the encryption key: says the next step, and seals anew when it is time to')
    .addHelpText('after', example('tandem secrets rotate'))
    .action(async () => {
      const before = await client().secrets.status.query({});
      if (nextStep(before.keys).step === 'reseal') {
        await client().secrets.reseal.mutate({});
        await followReseal(client(), {
          ...output,
          json: false,
          write: output.json ? () => {} : output.write,
        });
      }
      const { keys } = await client().secrets.status.query({});
      const { step, words } = nextStep(keys);
      printList(output, { answer: { step, words, keys }, rows: keys.map((key) => ({ ...key })), columns });
      if (!output.json) output.write(`\n${words.join('\n')}\n`);
    });

  return group;
}

const columns = ['id', 'state', 'values'];

function printKeys(output: Output, answer: { keys: readonly DataKey[] }): void {
  printList(output, { answer, rows: answer.keys.map((key) => ({ ...key })), columns });
}

function printReseal(output: Output, { keyId, status, done, total, failures }: Reseal): void {
  if (output.json) return;
  output.write(`\nSealing anew with ${keyId}: ${status}, ${done} of ${total}\n`);
  for (const { tenantId, id } of failures) output.write(`  does not open: tenant ${tenantId}, row ${id}\n`);
}
