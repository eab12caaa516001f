import type { EngineOutcome } from '@tandem/db';
import { UpstreamError } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { ErasureContext } from './context.ts';
import type { ErasureSubject } from './erasure-subject.ts';

interface ForgetAtEngine {
  tenantId: TenantId;
  user: ErasureSubject['engineUsers'][number];
  /** Nothing is tried again after this: what failed is said in the receipt. */
  isLastTry: boolean;
}

const notPossible =
  'this interface of Botpress has no deletion: ask whoever runs the bot to delete the conversation';

/** Has the tenant's engine forget one user, as far as its dialect can; null: it could not be reached, or the worker stops; try again. */
export async function forgetAtEngine(
  context: ErasureContext,
  input: ForgetAtEngine,
): Promise<EngineOutcome | null> {
  const { tenantId, user, isLastTry } = input;
  const connection = (await context.directory.view(tenantId))?.engine;
  if (!connection) return { dialect: 'none', outcome: 'not-possible', detail: 'the tenant has no bot' };
  const { dialect, settings } = connection;
  try {
    const client = context.integrations.engines[dialect]?.connect(settings, { tenantId });
    if (!client?.forget) return { dialect, outcome: 'not-possible', detail: notPossible };
    const { deleted, kept } = await client.forget({ ...user, signal: context.signal });
    const detail = `the user and ${deleted} of his messages were deleted; ${kept} of the bot stay there, which only whoever runs it may delete`;
    return { dialect, outcome: 'deleted', detail };
  } catch (error) {
    if (context.signal.aborted) return null;
    if (!(error instanceof UpstreamError)) throw error;
    const mayPass =
      error.kind === 'unreachable' ||
      error.kind === 'timeout' ||
      error.kind === 'rate-limited' ||
      error.kind === 'failed';
    if (mayPass && !isLastTry) return null;
    return { dialect, outcome: 'failed', detail: `the engine did not do it: ${error.kind}` };
  }
}
