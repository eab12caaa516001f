import { type EngineAction, type HandoffRequest, zHandoffRequest } from '@tandem/schemas';
import type { EngineReply } from '../../contract/index.ts';
import { type Fields, isFields, optional, textOf } from './fields.ts';

/** What a bot says beside its words, in the metadata of a message. */
export function readMarks(metadata: unknown): Pick<EngineReply, 'handoff' | 'fallback' | 'actions'> {
  const fields = isFields(metadata) ? metadata : {};
  return {
    handoff: readHandoff(fields.handoff),
    fallback: fields.fallback === true,
    actions: readActions(fields.actions),
  };
}

/** A bot's wish for a human: `true`, or an object unless it says `requested: false`. Null when there is none. */
function readHandoff(value: unknown): HandoffRequest | null {
  if (value === true) return {};
  if (!isFields(value) || (value.requested !== undefined && value.requested !== true)) return null;
  return toHandoff(value);
}

/** The words of a handoff, without asking whether it was requested. */
export function toHandoff(fields: Fields): HandoffRequest {
  const priority = zHandoffRequest.shape.priority.safeParse(fields.priority).data;
  return {
    ...optional('reason', textOf(fields, 'reason')),
    ...optional('summary', textOf(fields, 'summary')),
    ...optional('priority', priority),
  };
}

/** The actions a bot asked for (product page §5.3); what is none of them is left out. */
export function readActions(value: unknown): EngineAction[] {
  return Array.isArray(value) ? value.flatMap(readAction) : [];
}

function readAction(action: unknown): EngineAction[] {
  if (!isFields(action)) return [];
  switch (action.type) {
    case 'lead_capture':
      return isFields(action.contact) ? [{ type: 'lead_capture', contact: action.contact }] : [];
    case 'booking': {
      const slot = textOf(action, 'slot');
      return slot === undefined
        ? []
        : [{ type: 'booking', slot, ...optional('note', textOf(action, 'note')) }];
    }
    case 'handoff':
      return [{ type: 'handoff' }];
    default:
      return [];
  }
}
