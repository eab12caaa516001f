import type { FaultsView } from '@tandem/integrations/fakes';
import type { FaultsPanel } from '../desk/view.ts';
import type { Flow } from './create-flow.ts';

const words: Record<string, string> = {
  'webhook.duplicate': 'A webhook was sent twice.',
  'webhook.reorder': 'A webhook was held back until a later one had passed it.',
  'webhook.drop': 'A webhook was never sent.',
  'webhook.delay': 'A webhook was sent late.',
  'request.drop': 'A call was cut before anything happened.',
  'request.delay': 'A call was handled late.',
  'request.slow': 'A call was handled at once and answered late.',
  'request.rate-limit': 'A call was answered 429: too many requests.',
  'request.fail': 'A call was answered 500.',
  'request.cut-after-store': 'A call was carried out and cut before the answer.',
  'request.store-late': 'A call was cut, and carried out afterwards.',
};

/** Compares the counts of strikes with those of the last look, and tells each that is new. */
export function createFaultWatch(input: {
  read: () => FaultsPanel;
  flow: Flow;
  onStrike: (faults: FaultsPanel) => void;
}): { look(): void } {
  let before: Record<string, number> = {};

  return {
    look() {
      const faults = input.read();
      const now = { ...counts('chatwoot', faults.chatwoot), ...counts('botpress', faults.botpress) };
      let hasStruck = false;
      for (const [key, count] of Object.entries(now)) {
        const struck = count - (before[key] ?? 0);
        if (struck <= 0) continue;
        hasStruck = true;
        const [upstream, fault = ''] = key.split(' ');
        const times = struck === 1 ? '' : ` (${struck} times)`;
        input.flow.add({
          atMs: Date.now(),
          from: upstream === 'botpress' ? 'botpress' : 'chatwoot',
          to: null,
          tone: 'trouble',
          conversationId: null,
          text: `Fault: ${words[fault] ?? fault}${times}`,
        });
      }
      before = now;
      if (hasStruck) input.onStrike(faults);
    },
  };
}

function counts(upstream: string, { struck }: FaultsView): Record<string, number> {
  return Object.fromEntries(Object.entries(struck).map(([key, count]) => [`${upstream} ${key}`, count]));
}
