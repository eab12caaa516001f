import { parseArgs } from 'node:util';
import { StepFailure } from '../scripts/processes/step.ts';
import { type FaultName, faultNames, faultsByDefault } from './schedule/plan-faults.ts';

export interface ChaosOptions {
  seed: number;
  messages: number;
  conversations: number;
  /** How long customers write. */
  trafficMs: number;
  faults: readonly FaultName[];
  isJson: boolean;
}

export const usage = `npm run chaos -- [--seed 1] [--json] [--faults ${faultNames.join(',')} | all | none]
  [--messages 2000] [--conversations 200] [--seconds 72]`;

/** The command line of `npm run chaos`. Throws a `StepFailure` with the usage. */
export function parseOptions(args: readonly string[]): ChaosOptions {
  const values = readArguments(args);
  const options = {
    seed: wholeNumber('seed', values.seed, 0),
    messages: wholeNumber('messages', values.messages, 1),
    conversations: wholeNumber('conversations', values.conversations, 1),
    trafficMs: wholeNumber('seconds', values.seconds, 1) * 1_000,
    faults: faultsOf(values.faults),
    isJson: values.json,
  };
  if (options.conversations > options.messages)
    throw new StepFailure('--conversations is more than --messages', usage);
  return options;
}

function readArguments(args: readonly string[]) {
  const text = (byDefault: string) => ({ type: 'string', default: byDefault }) as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: text('1'),
        messages: text('2000'),
        conversations: text('200'),
        seconds: text('72'),
        faults: text(faultsByDefault.join(',')),
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new StepFailure(error instanceof Error ? error.message : String(error), usage);
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new StepFailure(`--${name} must be a whole number of at least ${least}`, usage);
}

function faultsOf(text: string): readonly FaultName[] {
  if (text === 'all') return faultNames;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const fault = faultNames.find((known) => known === name.trim());
    if (fault === undefined) throw new StepFailure(`there is no fault ${name}`, usage);
    return fault;
  });
}
