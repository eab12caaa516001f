import { describe, expect, it } from 'vitest';
import { BadBody } from '../../contract/index.ts';
import { readEvent } from './translate.ts';

describe('an opened widget', () => {
  const visit = (info: unknown) =>
    readEvent({
      event: 'webwidget_triggered',
      id: 5,
      contact: { id: 12 },
      inbox: { id: 2 },
      account: { id: 1 },
      source_id: 'visitor',
      event_info: info,
    });

  it.each([
    [{ widget_language: 'sv', browser_language: 'en' }, 'sv'],
    [{ browser_language: 'pt-BR' }, 'pt-BR'],
    [{ widget_language: '<script>', browser_language: 7 }, null],
    [null, null],
  ])('of %j speaks %s', (info, locale) => {
    expect(visit(info)).toMatchObject({ kind: 'widget-open', sourceId: 'visitor', locale });
  });

  it('without its visitor cannot be read', () => {
    expect(() => readEvent({ event: 'webwidget_triggered', inbox: { id: 2 } })).toThrow(BadBody);
  });
});
