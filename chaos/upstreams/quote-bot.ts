import type { BotScript } from '@tandem/integrations/fakes';

/** The text of a customer's message, by which its reply is known. */
export const askAs = (number: number): string => `q${number}: what do the trail shoes cost?`;

/** The numbers that a text quotes, in its order. */
export const quotesIn = (text: string): number[] =>
  [...text.matchAll(/\bq(\d+)\b/g)].map(([, digits]) => Number(digits));

/** Answers each message once and quotes all that it merges; now and then after a thought. */
export function quoteBot(random: () => number): BotScript {
  return ({ text }) => {
    const words = quotesIn(text)
      .map((number) => `q${number}`)
      .join(' ');
    const afterMs = random() < slowShare ? Math.round(random() * slowMaxMs) : undefined;
    const payload = { type: 'text', text: `EUR 89. (${words})` };
    return [{ act: 'say', payload, ...(afterMs === undefined ? {} : { afterMs }) }];
  };
}

const slowShare = 0.2;
const slowMaxMs = 800;
