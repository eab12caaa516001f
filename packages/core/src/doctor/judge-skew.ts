import { broken, type Opinion, warn } from './check.ts';

interface Skew {
  subject: string;
  /** Their clock minus ours. */
  skewMs: number;
  warnMs: number;
  /** Infinity: it breaks nothing. */
  brokenMs: number;
  /** What comes of it, as a sentence; may be empty. */
  consequence: string;
}

/** What two clocks that differ mean; null: not worth a word. Pure. */
export function judgeSkew({ subject, skewMs, warnMs, brokenMs, consequence }: Skew): Opinion | null {
  const apartMs = Math.abs(skewMs);
  if (apartMs < warnMs) return null;
  const seconds = Math.round(apartMs / 1_000);
  const message =
    `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the clock of the api. ${consequence}`.trim();
  const cure = 'Synchronise the clocks of both machines (NTP): look at the api first, then at the other.';
  return apartMs < brokenMs ? warn(subject, message, cure) : broken(subject, message, cure);
}
