import type { Rows } from '../row.ts';
import { accessRows } from './access.ts';
import { botRows } from './bot.ts';
import { conversationRows } from './conversations.ts';
import { operationRows } from './operations.ts';
import { peopleRows } from './people.ts';
import { tenantRows } from './tenants.ts';

/** How every command is tried. A command without a row fails the test of the tree. */
export const rows: Rows = {
  ...accessRows,
  ...tenantRows,
  ...botRows,
  ...peopleRows,
  ...conversationRows,
  ...operationRows,
};
