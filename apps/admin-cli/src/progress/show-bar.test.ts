import { describe, expect, it } from 'vitest';
import { showBar } from './show-bar.ts';

function record(isTTY: boolean) {
  const written: string[] = [];
  return { written, bar: showBar({ isTTY, write: (text) => void written.push(text) }) };
}

describe('a progress bar', () => {
  it('is one line that is written over on a terminal', () => {
    const { bar, written } = record(true);
    bar.show({ done: 1, total: 4, note: 'running' });
    bar.show({ done: 4, total: 4, note: 'running' });
    bar.end();
    expect(written.join('')).toBe(
      `\r\u001b[K${'█'.repeat(6)}${'░'.repeat(18)} 25 %  1/4  running\r\u001b[K${'█'.repeat(24)} 100 %  4/4  running\n`,
    );
  });

  it('is a line for each change in a pipe, without anything that steers', () => {
    const { bar, written } = record(false);
    for (const done of [0, 0, 2]) bar.show({ done, total: 2, note: 'running' });
    bar.end();
    expect(written).toEqual(['0/2  running\n', '2/2  running\n']);
  });

  it('says what goes on where nobody knows how much there is', () => {
    const { bar, written } = record(false);
    bar.show({ done: 0, total: null, note: 'queued' });
    expect(written).toEqual(['queued\n']);
  });
});
