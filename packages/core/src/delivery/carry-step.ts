import type { Outbound } from '@tandem/db';
import { type ChannelClient, UpstreamError } from '@tandem/integrations/contract';
import { writeHandoffNote } from '../handoff/write-handoff-note.ts';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { leadAttributes } from './action-steps.ts';
import { type AssignStep, type ChannelStep, type ContactStep, zChannelStep } from './channel-step.ts';

interface CarryStep {
  client: ChannelClient;
  lane: HeldLane;
  outbound: Outbound;
}

interface Carried {
  /** The message it made there, if any. */
  messageId: number | null;
  /** Why it was done otherwise than meant. */
  degraded?: string;
}

/** Carries out one step at the channel that no customer sees. Throws `UpstreamError`. */
export async function carryStep(context: LaneContext, input: CarryStep): Promise<Carried> {
  const { client, lane, outbound } = input;
  const { conversationId } = lane.key;
  const step = stepOf(outbound);
  switch (step.step) {
    case 'contact':
      await writeLead(input, step);
      return { messageId: null };
    case 'labels':
      await client.addLabels({ conversationId, labels: step.labels }, lane.guard);
      return { messageId: null };
    case 'attributes':
      await client.mergeAttributes({ conversationId, attributes: step.attributes }, lane.guard);
      return { messageId: null };
    case 'assign':
      return await assign(input, step);
    case 'priority':
      await client.setPriority({ conversationId, priority: step.priority }, lane.guard);
      return { messageId: null };
    case 'note':
      return await write(input, step.text);
    case 'handoff-note':
      return await write(input, await writeHandoffNote(context, { lane, outbound, ...step }));
  }
}

/** Whether doing it twice shows nowhere: then an unknown outcome need not be looked up. */
export function isRepeatable(outbound: Outbound): boolean {
  switch (outbound.kind) {
    case 'status':
      return true;
    case 'action':
    case 'handoff':
    case 'assignment': {
      const { step } = stepOf(outbound);
      return step !== 'note' && step !== 'handoff-note';
    }
    case 'reply':
    case 'welcome':
    case 'notice':
    case 'handoff-notice':
      return false;
  }
}

async function write({ client, lane, outbound }: CarryStep, text: string): Promise<Carried> {
  const { conversationId } = lane.key;
  const content = { type: 'text', text } as const;
  const { messageId } = await client.send(
    { conversationId, content, ref: outbound.id, private: true },
    lane.guard,
  );
  return { messageId };
}

/** Who is not there is `rejected`, and then nobody has it (contracts/chatwoot.md §10.3): the next one is asked for. */
async function assign({ client, lane }: CarryStep, { to }: AssignStep): Promise<Carried> {
  const { conversationId } = lane.key;
  for (const [index, assignee] of to.entries()) {
    try {
      await client.assign({ conversationId, ...assignee }, lane.guard);
      return index === 0
        ? { messageId: null }
        : { messageId: null, degraded: 'assigned to the next in line' };
    } catch (error) {
      const isGone = error instanceof UpstreamError && error.kind === 'rejected';
      if (!isGone || index === to.length - 1) throw error;
    }
  }
  return { messageId: null };
}

/** The contact holds a lead; where it may not be written or refuses it, the conversation does. */
async function writeLead({ client, lane }: CarryStep, lead: ContactStep): Promise<void> {
  const { contactId, name, email, phoneNumber, attributes } = lead;
  if (contactId !== null) {
    const update = {
      contactId,
      ...(name !== null && { name }),
      ...(email !== null && { email }),
      ...(phoneNumber !== null && { phoneNumber }),
      attributes,
    };
    try {
      return await client.updateContact(update, lane.guard);
    } catch (error) {
      const isRefused =
        error instanceof UpstreamError && (error.kind === 'unauthorized' || error.kind === 'rejected');
      if (!isRefused) throw error;
    }
  }
  const { conversationId } = lane.key;
  await client.mergeAttributes({ conversationId, attributes: leadAttributes(lead) }, lane.guard);
}

const stepOf = ({ payload }: Outbound): ChannelStep => zChannelStep.parse(JSON.parse(payload));
