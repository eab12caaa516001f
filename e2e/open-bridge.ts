import {
  createFakeChatApi,
  createFakeChatwoot,
  type FakeChatApi,
  type FakeChatwoot,
  type FakeChatwootOptions,
} from '@tandem/integrations/fakes';
import { Resources } from '@tandem/runtime';
import { openPlatform, type Platform } from './open-platform.ts';

/** The platform between fakes: one Botpress, and as many Chatwoots as a test opens. */
export interface Bridge {
  platform: Platform;
  botpress: FakeChatApi;
  botpressUrl: string;
  /** A Chatwoot of its own, at a URL of its own. */
  openChatwoot(options?: FakeChatwootOptions): Promise<{ chatwoot: FakeChatwoot; url: string }>;
  close(): Promise<void>;
}

export async function openBridge(): Promise<Bridge> {
  const resources = new Resources();
  const platform = resources.use('platform', await openPlatform(), (one) => one.close());
  const botpress = resources.use('fake Botpress', createFakeChatApi({ poster: platform.poster }), (one) =>
    one.close(),
  );
  const { url: botpressUrl } = await botpress.listen();
  return {
    platform,
    botpress,
    botpressUrl,
    async openChatwoot(options = {}) {
      const fake = createFakeChatwoot({ poster: platform.poster, ...options });
      const chatwoot = resources.use('fake Chatwoot', fake, (one) => one.close());
      return { chatwoot, url: (await chatwoot.listen()).url };
    },
    close: () => resources.close(),
  };
}
