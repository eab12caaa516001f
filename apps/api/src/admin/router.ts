import { auditRouter } from './audit.router.ts';
import { configRouter } from './config.router.ts';
import { connectionsRouter } from './connections.router.ts';
import { contactsRouter } from './contacts.router.ts';
import { deadLettersRouter } from './dead-letters.router.ts';
import { doctorRouter } from './doctor.router.ts';
import { keysRouter } from './keys.router.ts';
import { knowledgeRouter } from './knowledge.router.ts';
import { messagesRouter } from './messages.router.ts';
import { onboardingRouter } from './onboarding.router.ts';
import { platformKeysRouter } from './platform-keys.router.ts';
import { queuesRouter } from './queues.router.ts';
import { sessionsRouter } from './sessions.router.ts';
import { syncRunsRouter } from './sync-runs.router.ts';
import { tenantsRouter } from './tenants.router.ts';
import { router } from './trpc.ts';
import { usersRouter } from './users.router.ts';

/** Everything an administrator can do; served as tRPC and, from the same procedures, as REST. */
export const adminRouter = router({
  tenants: tenantsRouter,
  config: configRouter,
  knowledge: knowledgeRouter,
  syncRuns: syncRunsRouter,
  connections: connectionsRouter,
  onboarding: onboardingRouter,
  users: usersRouter,
  keys: keysRouter,
  platformKeys: platformKeysRouter,
  sessions: sessionsRouter,
  messages: messagesRouter,
  contacts: contactsRouter,
  audit: auditRouter,
  queues: queuesRouter,
  deadLetters: deadLettersRouter,
  doctor: doctorRouter,
});

export type AdminRouter = typeof adminRouter;
