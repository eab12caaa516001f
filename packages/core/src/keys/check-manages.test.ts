import { type Role, roles } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { checkManages } from './check-manages.ts';

const mayManage = (own: Role, other: Role): boolean => {
  try {
    checkManages({ role: own }, other);
    return true;
  } catch {
    return false;
  }
};

describe('whoever has a say over keys', () => {
  it.each([
    ['platform', ['platform', 'owner', 'admin', 'agent']],
    ['owner', ['owner', 'admin', 'agent']],
    ['admin', ['admin', 'agent']],
    ['agent', ['agent']],
  ] as const)('has it up to his own role: %s', (own, managed) => {
    expect(roles.filter((other) => mayManage(own, other))).toEqual(managed);
  });
});
