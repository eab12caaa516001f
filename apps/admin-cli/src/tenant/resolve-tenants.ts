import type { Command } from 'commander';
import type { AdminClient } from '../client.ts';
import { resolveTenant } from './resolve-tenant.ts';
import { tenantArgumentName } from './tenant-argument.ts';

/** Lets every command be given the id of its tenant, whatever word named it. */
export function resolveTenants(program: Command, client: () => AdminClient): void {
  program.hook('preAction', async (_program, command) => {
    const { processedArgs, registeredArguments } = command;
    const place = registeredArguments.findIndex((argument) => argument.name() === tenantArgumentName);
    const word: unknown = processedArgs[place];
    if (typeof word === 'string') processedArgs[place] = await resolveTenant(client, word);
  });
}
