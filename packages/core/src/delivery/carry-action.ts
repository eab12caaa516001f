import type { Outbound } from '@tandem/db';
import { type ChannelClient, UpstreamError } from '@tandem/integrations/contract';
import type { HeldLane } from '../lanes/held-lane.ts';
import { type ActionStep, type ContactStep, leadAttributes, zActionStep } from './action-steps.ts';

interface CarryAction {
  client: ChannelClient;
  lane: HeldLane;
  outbound: Outbound;
}

/** Carries out one step of an action at the channel. Answers the message it made there, if any. Throws `UpstreamError`. */
export async function carryAction(input: CarryAction): Promise<number | null> {
  const { client, lane, outbound } = input;
  const { conversationId } = lane.key;
  const step = stepOf(outbound);
  switch (step.step) {
    case 'contact':
      await writeLead(input, step);
      return null;
    case 'labels':
      await client.addLabels({ conversationId, labels: step.labels }, lane.guard);
      return null;
    case 'attributes':
      await client.mergeAttributes({ conversationId, attributes: step.attributes }, lane.guard);
      return null;
    case 'note': {
      const content = { type: 'text', text: step.text } as const;
      const note = { conversationId, content, ref: outbound.id, private: true };
      return (await client.send(note, lane.guard)).messageId;
    }
  }
}

/** Whether doing it twice shows nowhere: then an unknown outcome need not be looked up. */
export function isRepeatable(outbound: Outbound): boolean {
  if (outbound.kind === 'status') return true;
  return outbound.kind === 'action' && stepOf(outbound).step !== 'note';
}

/** The contact holds a lead; where it may not be written or refuses it, the conversation does. */
async function writeLead({ client, lane }: CarryAction, lead: ContactStep): Promise<void> {
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

const stepOf = ({ payload }: Outbound): ActionStep => zActionStep.parse(JSON.parse(payload));
