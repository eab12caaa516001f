import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openBulkPlace } from './bulk-place.ts';
import { openSettingsFile } from './settings-file.ts';

const root = mkdtempSync(join(tmpdir(), 'tandem-settings-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function open() {
  folders += 1;
  const home = join(root, String(folders));
  const warnings: string[] = [];
  return { home, warnings, file: openSettingsFile({ HOME: home }, (words) => void warnings.push(words)) };
}
const settings = { current: 'a', profiles: { a: { url: 'https://a.example', key: 'hunter2' } } };
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the profiles', () => {
  it('are none before the first login', () => expect(open().file.read()).toEqual({ profiles: {} }));

  it('are kept for their owner alone', () => {
    const { home, file } = open();
    file.write(settings);
    file.write(settings);
    expect(file.path).toBe(join(home, '.config/tandem/config.json'));
    expect([modeOf(file.path), modeOf(join(home, '.config/tandem'))]).toEqual([0o600, 0o700]);
    expect(file.read()).toEqual(settings);
  });

  it('are closed to others when they were not, which is said', () => {
    const { file, warnings } = open();
    file.write(settings);
    chmodSync(file.path, 0o644);
    expect(file.read()).toEqual(settings);
    expect(modeOf(file.path)).toBe(0o600);
    expect(warnings).toEqual([expect.stringContaining('could be read by others')]);
    expect(warnings.join()).not.toContain('hunter2');
  });

  it('that cannot be read are told without what stands in them', () => {
    const { file } = open();
    file.write(settings);
    writeFileSync(file.path, '{"profiles": {"a": {"key": "hunter2"');
    expect(() => file.read()).toThrow('cannot be read as profiles');
    expect(() => file.read()).not.toThrow('hunter2');
  });

  it('lie in XDG_CONFIG_HOME where that is an absolute path', () => {
    const path = (folder: string) => openSettingsFile({ XDG_CONFIG_HOME: folder, HOME: '/h' }, () => {}).path;
    expect(path('/x')).toBe('/x/tandem/config.json');
    expect(path('relative')).toBe('/h/.config/tandem/config.json');
  });
});

describe('the place of a bulk command', () => {
  const url = 'https://a.example';
  const environment = { XDG_STATE_HOME: join(root, 'state') };

  it('is found again by the same command at the same api, until it is forgotten', () => {
    const place = openBulkPlace(environment, { name: 'sync-all', url });
    expect(place.read()).toBeNull();
    place.write({ cursor: 'c', counts: { tenants: 5 } });
    const again = openBulkPlace(environment, { name: 'sync-all', url });
    expect(again.read()).toEqual({ cursor: 'c', counts: { tenants: 5 } });
    expect(openBulkPlace(environment, { name: 'sync-all', url: 'https://b.example' }).read()).toBeNull();
    place.forget();
    expect(again.read()).toBeNull();
  });

  it('is none when it is a day old, broken, or cannot be kept', () => {
    const place = openBulkPlace(environment, { name: 'old', url });
    place.write({ cursor: null, counts: {} });
    const folder = join(root, 'state/tandem');
    const file = join(folder, readdirSync(folder).find((name) => name.startsWith('old-')) ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"at":\d+/, '"at":1'));
    expect(place.read()).toBeNull();
    writeFileSync(file, 'no JSON');
    expect(place.read()).toBeNull();
    const aFile = join(root, 'a-file');
    writeFileSync(aFile, '');
    const nowhere = openBulkPlace({ XDG_STATE_HOME: join(aFile, 'state') }, { name: 'x', url });
    nowhere.write({ cursor: null, counts: {} });
    expect(nowhere.read()).toBeNull();
  });
});
