import type { ChartedEngine } from './chart.ts';
import { textOf } from './text-of.ts';

/** Where a dialect's messages go, and the setting that says so; null: the settings lack it. Pure. */
export function engineUrl({
  dialect,
  settings,
}: Pick<ChartedEngine, 'dialect' | 'settings'>): { url: string; setting: string } | null {
  const endpoint = textOf(settings.endpointUrl);
  switch (dialect) {
    case 'chat_api':
      return { url: textOf(settings.chatUrl) ?? 'https://chat.botpress.cloud', setting: 'botpress.chatUrl' };
    case 'messaging_api':
      return { url: endpoint ?? 'https://webhook.botpress.cloud', setting: 'botpress.endpointUrl' };
    case 'generic':
    case 'v12':
      return endpoint === null ? null : { url: endpoint, setting: 'botpress.endpointUrl' };
  }
}
