import type { Owner } from '@tandem/schemas';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { OutboundMessagesTable } from '../schema/tables.ts';

/** Whether the owner of session `s` lets a message of this kind out; `owner`: whose it is. */
export function ownerAllows(kind: OutboundMessagesTable['kind'], owner: Owner): RawBuilder<SqlBool> {
  switch (kind) {
    case 'notice':
      return sql`(s.owner = 'bot' OR s.agent_replied = 0)`;
    case 'action':
      return sql`1 = 1`;
    case 'reply':
    case 'welcome':
    case 'status':
      return sql`s.owner = ${owner}`;
  }
}
