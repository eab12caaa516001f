import type { Desk } from '../desk/create-desk.ts';
import type { Live } from '../desk/create-live.ts';
import { readFaults } from '../desk/fault-routes.ts';
import type { Tandem } from '../tandem/create-tandem.ts';
import { createTrailFollower } from '../tandem/follow-trails.ts';
import { repeat } from '../tandem/repeat.ts';
import { watchOwners } from '../tandem/watch-owners.ts';
import type { Upstreams } from '../upstreams/open-upstreams.ts';
import type { PostedWebhook } from '../upstreams/post-webhook.ts';
import type { Flow } from './create-flow.ts';
import { channelMessageOf, tellBotpress } from './tell-botpress.ts';
import { tellChatwoot } from './tell-chatwoot.ts';
import { answerOf, conversationOf, isCustomersTurn, tellWebhook } from './tell-webhook.ts';
import { createFaultWatch } from './watch-faults.ts';

export interface Watcher {
  onChatwootWebhook: (posted: PostedWebhook) => void;
  onBotpressWebhook: (posted: PostedWebhook) => void;
  /** Asks Tandem again, as soon as it can. */
  lookSoon: () => void;
  stop(): Promise<void>;
}

const watchedMs = 700;
const unwatchedMs = 5_000;

/** Tells the flow what the fakes see, and what Tandem says when it is asked. */
export function connectFlow(context: {
  flow: Flow;
  desk: Desk;
  upstreams: Upstreams;
  tandem: Tandem;
  live: Live;
}): Watcher {
  const { flow, desk, upstreams, tandem, live } = context;
  const { accountId, tenantId } = desk.demo;
  const trails = createTrailFollower({ tandem, flow, tenantId });
  const conversationByBotConversation = new Map<string, number>();
  const faults = createFaultWatch({
    read: () => readFaults(upstreams),
    flow,
    onStrike: (struck) => live.publish({ type: 'faults', faults: struck }),
  });

  const looking = repeat(
    async () => {
      faults.look();
      await Promise.all([watchOwners({ tandem, desk, flow }), trails.look()]);
    },
    () => (live.pageCount() > 0 || trails.isFollowing() ? watchedMs : unwatchedMs),
  );

  const stopChatwoot = upstreams.chatwoot.observe((event) => {
    desk.show(event);
    const line = tellChatwoot(event, Date.now());
    if (line !== null) flow.add(line);
    looking.soon();
  });

  const stopBotpress = upstreams.botpress.observe((event) => {
    if (event.kind !== 'message') return;
    flow.add(tellBotpress(event.message, placeOf(event)));
    looking.soon();
  });

  /** Their conversations are named by Tandem; what a message carries leads back to Chatwoot's. */
  function placeOf(event: {
    conversationId: string;
    message: Parameters<typeof channelMessageOf>[0];
  }): number | null {
    const messageId = channelMessageOf(event.message);
    if (messageId !== null) {
      const holder = upstreams.chatwoot
        .conversations({ accountId })
        .find((state) =>
          upstreams.chatwoot
            .transcript({ accountId, conversationId: state.conversationId })
            .some(({ id }) => id === messageId),
        );
      if (holder !== undefined)
        conversationByBotConversation.set(event.conversationId, holder.conversationId);
    }
    return conversationByBotConversation.get(event.conversationId) ?? null;
  }

  return {
    onChatwootWebhook(posted) {
      const conversationId = conversationOf(posted.sent);
      flow.add(tellWebhook(posted, { from: 'chatwoot', conversationId }));
      const answer = answerOf(posted);
      if (
        answer?.status === 'accepted' &&
        answer.id !== undefined &&
        conversationId !== null &&
        isCustomersTurn(posted.sent)
      ) {
        trails.follow({ messageId: answer.id, conversationId });
      }
      looking.soon();
    },
    onBotpressWebhook(posted) {
      flow.add(tellWebhook(posted, { from: 'botpress', conversationId: botPlace(posted.sent) }));
      looking.soon();
    },
    lookSoon: () => looking.soon(),
    async stop() {
      stopChatwoot();
      stopBotpress();
      await looking.stop();
    },
  };

  function botPlace(sent: unknown): number | null {
    const id = botConversationOf(sent);
    return id === null ? null : (conversationByBotConversation.get(id) ?? null);
  }
}

function botConversationOf(sent: unknown): string | null {
  if (typeof sent !== 'object' || sent === null || !('data' in sent)) return null;
  const { data } = sent;
  if (typeof data !== 'object' || data === null || !('conversationId' in data)) return null;
  return typeof data.conversationId === 'string' ? data.conversationId : null;
}
