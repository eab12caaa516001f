import { Argument } from 'commander';

/** The name under which every command takes its tenant: values of such arguments are resolved before the command runs. */
export const tenantArgumentName = 'tenant';

/** `[tenant]` of a command that means the default tenant when none is named. Other optional ones stay empty then. */
export class ImpliedTenantArgument extends Argument {
  constructor(description = 'its id or slug') {
    super(`[${tenantArgumentName}]`, description);
  }
}

/** Stands in the place of a tenant that was left out, until the key tells whose it is. */
export const ownTenant = '@own';
