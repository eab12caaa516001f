import { describe, expect, it } from 'vitest';
import { silentProgram } from '../../test/silent-program.ts';
import { candidatesFor } from './candidates.ts';

const values = (line: string) =>
  candidatesFor(silentProgram(), { words: line.split(' '), profiles: () => ['production', 'staging'] }).map(
    ({ value }) => value,
  );

describe('completion', () => {
  it.each([
    ['ten', ['tenants']],
    ['tenants s', ['show', 'suspend']],
    ['--profile production tenants s', ['show', 'suspend']],
    ['--profile ', ['production', 'staging']],
    ['--profile = st', ['staging']],
    ['profiles use p', ['production']],
    ['users create acme kim@acme.example --role a', ['admin', 'agent']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['sync run --d', ['--deep']],
    ['config get --te', ['--tenant']],
    ['tenants show ', []],
    ['nonsense x', []],
  ])('of "%s" is %j', (line, expected) => expect(values(line)).toEqual(expected));

  it('leaves out what is only for scripts', () => expect(values('comp')).toEqual(['completion']));
});
