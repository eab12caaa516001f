import type { Migration } from 'kysely/migration';
import * as firstLight from './0001-first-light/index.ts';
import * as sync from './0002-sync/index.ts';
import * as onboarding from './0003-onboarding.ts';
import * as conversations from './0004-conversations/index.ts';
import * as ownership from './0005-ownership/index.ts';
import * as handoff from './0006-handoff/index.ts';
import * as experience from './0007-experience/index.ts';
import * as history from './0009-history/index.ts';
import * as deadLetters from './0011-dead-letters/index.ts';

/** Every step the schema has taken, in order. A step that has been released is never changed: a new one follows it. */
export const migrations: Record<string, Migration> = {
  '0001-first-light': firstLight,
  '0002-sync': sync,
  '0003-onboarding': onboarding,
  '0004-conversations': conversations,
  '0005-ownership': ownership,
  '0006-handoff': handoff,
  '0007-experience': experience,
  '0009-history': history,
  '0011-dead-letters': deadLetters,
};
