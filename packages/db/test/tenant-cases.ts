import type { TenantScope } from '../src/tenant-scope.ts';
import { conversationCases } from './conversation-cases.ts';
import { deadLetterCases } from './dead-letter-cases.ts';
import { sessionCases } from './session-cases.ts';
import { setupCases } from './setup-cases.ts';
import type { Twin } from './twin.ts';

/** Does what its name says on the seeded rows of one tenant; what it answers is searched for rows of others. */
export type TenantCase = (scope: TenantScope, of: Twin) => PromiseLike<unknown>;

/** One case a method, by repository. A method without one fails the twin-tenant test. */
export const tenantCases: Record<string, Record<string, TenantCase>> = {
  ...setupCases,
  ...conversationCases,
  ...sessionCases,
  ...deadLetterCases,
};
