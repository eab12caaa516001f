import {
  type IntakeContext,
  receiveChannelWebhook,
  receiveEngineWebhook,
  type WebhookOutcome,
} from '@tandem/core/intake';
import type { LaneContext, TenantView } from '@tandem/core/lanes';
import { findEngineSession } from '@tandem/core/sessions';
import type { Database, Session } from '@tandem/db';
import type { Integrations, WebhookRequest } from '@tandem/integrations/contract';
import type { ConversationKey } from '@tandem/schemas';

const secret = 'stage secret';
const webhookKey = 'stage';

/** The real webhook path of one conversation, for bodies that its upstreams send. */
export interface StageIntake {
  fromChannel(body: unknown): Promise<WebhookOutcome>;
  fromEngine(body: unknown): Promise<WebhookOutcome>;
}

interface Stage {
  integrations: Integrations;
  context: Pick<LaneContext, 'wake' | 'wakeAt' | 'now' | 'newId'>;
  view: TenantView;
  conversationId: number;
}

export function openStageIntake(database: Database, stage: Stage): StageIntake {
  const { context } = stage;
  const intake: IntakeContext = {
    integrations: stage.integrations,
    directory: directoryOf(database, stage),
    limit: () => ({ verdict: 'ok' }),
    accept: async (row) => {
      const [accepted] = await database.platform.acceptInbound([row]);
      if (!accepted) throw new Error('nothing was accepted');
      return accepted;
    },
    wake: (lanes) => context.wake(lanes),
    wakeAt: (lane, at) => context.wakeAt(lane, at),
    newId: context.newId,
  };
  const requestOf = (body: unknown): WebhookRequest => ({
    header: (name) => (name === 'x-webhook-token' ? secret : undefined),
    body: Buffer.from(JSON.stringify(body)),
    receivedAtMs: context.now().getTime(),
  });
  return {
    fromChannel: (body) => receiveChannelWebhook(intake, { webhookKey, request: requestOf(body) }),
    fromEngine: (body) => receiveEngineWebhook(intake, { webhookKey, request: requestOf(body) }),
  };
}

/** One connection to each upstream, and the one conversation. */
function directoryOf(database: Database, { view, conversationId }: Stage): IntakeContext['directory'] {
  const { tenantId, channel, engine } = view;
  if (!channel || !engine) throw new Error('a stage has both upstreams');
  const { connectionId } = channel;
  const scope = database.enter(tenantId);
  const { sessions } = scope;
  const place: ConversationKey = { tenantId, connectionId, conversationId };
  const placeIf = async (found: PromiseLike<Session | null>) => ((await found) ? place : null);
  return {
    byKey: (provider) => ({
      tenantId,
      connectionId,
      active: true,
      dialect: provider === 'botpress' ? engine.dialect : null,
      accountId: null,
      inboxId: null,
      secrets: [secret],
      awaitsSecretUntilMs: null,
      pathKeyAlone: false,
      welcomesOnOpen: view.config.welcomeOn === 'widget-open',
      answerWhen: channel.answerWhen,
      autoResumeMinutes: view.config.autoResumeMinutes,
    }),
    byInbox: () => null,
    installationSecrets: () => [],
    sharedEngineTenant: () => null,
    sessionOfEngineConversation: (_tenantId, id) => placeIf(findEngineSession(scope, id)),
    sessionOfReference: () => placeIf(sessions.find(place)),
  };
}
