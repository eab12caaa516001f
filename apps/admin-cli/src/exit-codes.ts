/** How the program ends; printed by `tandem --help`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  unhealthy: 5,
  interrupted: 130,
} as const;

export const exitCodesHelp = `
Exit codes:
  0  done
  1  failed: refused by a rule, in conflict, or the server could not be reached or broke
  2  usage: the command line, a file or the input is not what the command takes, or no key is given
  3  refused: the key is wrong, expired or of a role that may not do this
  4  not found: the tenant, session, message, key or run does not exist
  5  unhealthy: the doctor found something broken; with --strict also something worth a look
  130 interrupted: what is under way at the server may go on there`;
