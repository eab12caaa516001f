import { ConfigError } from './config-error.ts';

/** What a server's failure to listen means for who started it: a port that is taken or not allowed is named with its variable. */
export function explainListenError(error: unknown, input: { port: number; variable: string }): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const { port, variable } = input;
  if (code === 'EADDRINUSE')
    return new ConfigError([`port ${port} is taken: set ${variable} to another, or end what listens there`]);
  if (code === 'EACCES')
    return new ConfigError([`port ${port} may not be listened on: set ${variable} to one from 1024 on`]);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigError(['HOST is no address of this machine: set it to one, or not at all']);
  return error;
}
