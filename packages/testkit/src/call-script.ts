import { UpstreamError } from '@tandem/integrations/contract';

/**
 * What one call of a scripted upstream does: carries it out; carries it out, or not, and is cut; is refused before anything is
 * sent; or fails as told.
 */
export type CallScript = 'ok' | 'done and cut' | 'lost and cut' | 'refused' | UpstreamError;

/** Called before and after each call, and waited for; a test that throws from it kills the caller there. */
export type OnStep = (name: string) => void | Promise<void>;

/** The calls of one kind: what the next ones do is queued, all others succeed. */
export class ScriptedCalls {
  readonly #name: string;
  readonly #onStep: OnStep;
  readonly #next: CallScript[] = [];
  #always: CallScript = 'ok';
  /** How often it was called. */
  count = 0;

  constructor(name: string, onStep: OnStep) {
    this.#name = name;
    this.#onStep = onStep;
  }

  /** What the next calls do, in order. */
  next(...scripts: CallScript[]): void {
    this.#next.push(...scripts);
  }

  /** What all calls do that nothing else is queued for. */
  always(script: CallScript): void {
    this.#always = script;
  }

  async call<Result>(carryOut: () => Result | Promise<Result>): Promise<Result> {
    this.count += 1;
    await this.#onStep(`before ${this.#name}`);
    const script = this.#next.shift() ?? this.#always;
    if (script instanceof UpstreamError) throw script;
    const result = script === 'lost and cut' || script === 'refused' ? null : { value: await carryOut() };
    await this.#onStep(`after ${this.#name}`);
    if (script === 'refused') throw new UpstreamError('unreachable', `${this.#name}: refused`);
    if (script === 'ok' && result) return result.value;
    throw new UpstreamError('unknown-outcome', `${this.#name}: the connection was cut`);
  }
}

/** An upstream's failure, in so many words. */
export const failure = (
  kind: UpstreamError['kind'],
  details: { status?: number; retryAfterMs?: number } = {},
): UpstreamError => new UpstreamError(kind, `scripted: ${kind}`, details);
