import { freePort } from '../services/free-port.ts';
import { StepFailure } from './step.ts';

interface Wish {
  /** May name the port: then it is that one or none. */
  variable: string;
  /** Without it this one, or any that is free. */
  usual: number;
  taken: readonly number[];
  environment?: NodeJS.ProcessEnv;
}

/** The port a program is to listen on. */
export async function choosePort({
  variable,
  usual,
  taken,
  environment = process.env,
}: Wish): Promise<number> {
  const given = environment[variable];
  if (given === undefined || given === '') return await freePort(usual, taken);
  const port = Number(given);
  if (!/^\d{1,5}$/.test(given) || port < 1 || port > 65_535)
    throw new StepFailure(
      `${variable} is no port`,
      `set ${variable} to a number from 1 to 65535, or not at all`,
    );
  if ((await freePort(port, taken)) !== port)
    throw new StepFailure(
      `port ${port} is taken`,
      `end what listens there, or set ${variable} to another port`,
    );
  return port;
}
