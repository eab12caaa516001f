import { type EngineClient, UpstreamError } from '@tandem/integrations/contract';
import type { LaneContext, TenantView } from '../lanes/context.ts';

/** A way to the tenant's bot; null when it has none. Settings that the dialect cannot work with are `rejected`. */
export function connectEngine(context: LaneContext, tenant: TenantView): EngineClient | null {
  const engine = tenant.engine && context.integrations.engines[tenant.engine.dialect];
  if (!engine || !tenant.engine) return null;
  try {
    return engine.connect(tenant.engine.settings, { tenantId: tenant.tenantId });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the connection is not usable';
    throw new UpstreamError('rejected', message, { cause: error });
  }
}
