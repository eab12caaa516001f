import type { Session, Statement, TenantScope, Turn } from '@tandem/db';
import type { Content, Option } from '@tandem/schemas';

interface NoteOffers {
  scope: TenantScope;
  session: Session;
  /** The turn the reply belongs to. */
  turn: Turn | null;
  contents: readonly Content[];
}

/**
 * Remembers what a reply offers to choose from, for the customer's next text (routing/match-choice.ts). Offers stand until the
 * bot answers something else: not yet while the same turn is answered further, nor when the bot speaks unasked. No statement
 * where nothing is or was offered.
 */
export function noteOffers({ scope, session, turn, contents }: NoteOffers): Statement<void>[] {
  const options = contents.map(optionsOf).findLast(({ length }) => length > 0);
  if (options) return [scope.marks.offer(session.id, { turnId: turn?.id ?? null, options })];
  const { offered } = session;
  const isOver = offered && turn && offered.turnId !== turn.id;
  return isOver ? [scope.marks.withdraw(session.id, offered)] : [];
}

/** Pure. */
function optionsOf(content: Content): Option[] {
  switch (content.type) {
    case 'choice':
      return content.options;
    case 'cards':
      return content.cards.flatMap(({ actions }) =>
        actions.flatMap((action) =>
          action.type === 'reply' ? [{ title: action.title, value: action.value }] : [],
        ),
      );
    case 'text':
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
    case 'location':
      return [];
  }
}
