import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { auditCommands } from './audit.ts';
import { completionCommand } from './completion.ts';
import { configCommands } from './config.ts';
import { connectionCommands } from './connections.ts';
import { contactCommands } from './contacts.ts';
import { deadCommands } from './dead.ts';
import { doctorCommand } from './doctor.ts';
import { keyCommands } from './keys.ts';
import { knowledgeCommands } from './knowledge.ts';
import { loginCommand } from './login.ts';
import { logoutCommand } from './logout.ts';
import { messageCommands } from './messages.ts';
import { onboardCommand } from './onboard.ts';
import { platformKeyCommands } from './platform-keys.ts';
import { profileCommands } from './profiles.ts';
import { queuesCommand } from './queues.ts';
import { secretCommands } from './secrets.ts';
import { sessionCommands } from './sessions.ts';
import { syncCommands } from './sync.ts';
import { tenantCommands } from './tenants.ts';
import { userCommands } from './users.ts';
import { whoamiCommand } from './whoami.ts';
import { whyCommand } from './why.ts';

/** Every command, in the order of the help. */
export const groups: readonly ((cli: Cli) => Command)[] = [
  loginCommand,
  logoutCommand,
  whoamiCommand,
  profileCommands,
  tenantCommands,
  configCommands,
  knowledgeCommands,
  syncCommands,
  connectionCommands,
  onboardCommand,
  doctorCommand,
  userCommands,
  keyCommands,
  platformKeyCommands,
  secretCommands,
  sessionCommands,
  messageCommands,
  deadCommands,
  contactCommands,
  whyCommand,
  auditCommands,
  queuesCommand,
  completionCommand,
];
