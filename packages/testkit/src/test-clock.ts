import type { Clock } from '@tandem/runtime';

/** A clock that stands until it is set. */
export class TestClock implements Clock {
  #now: Date;

  constructor(now: Date | string = '2026-03-02T09:00:00.000Z') {
    this.#now = new Date(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(now: Date | string): void {
    this.#now = new Date(now);
  }

  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}
