import { z } from 'zod';

const zAttributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Attributes = z.output<typeof zAttributes>;

/**
 * One thing to do at the channel that no customer sees; each is carried, retried and given up on its own. Payload of the kinds
 * `action`, `handoff` and `assignment`.
 */
export const zChannelStep = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('contact'),
    /** Null when the session knows none: then only the conversation can hold the lead. */
    contactId: z.number().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phoneNumber: z.string().nullable(),
    attributes: zAttributes,
  }),
  z.object({ step: z.literal('labels'), labels: z.array(z.string()) }),
  z.object({ step: z.literal('attributes'), attributes: zAttributes }),
  z.object({ step: z.literal('note'), text: z.string() }),
  z.object({
    /** The first who is there gets it. */
    step: z.literal('assign'),
    to: z.array(z.union([z.object({ agentId: z.number() }), z.object({ teamId: z.number() })])),
  }),
  z.object({ step: z.literal('priority'), priority: z.enum(['low', 'medium', 'high', 'urgent']) }),
  /** A note to whoever takes over; its transcript is read when it is carried. */
  z.object({ step: z.literal('handoff-note'), reason: z.string(), summary: z.string().nullable() }),
]);
export type ChannelStep = z.output<typeof zChannelStep>;
export type ContactStep = Extract<ChannelStep, { step: 'contact' }>;
export type AssignStep = Extract<ChannelStep, { step: 'assign' }>;
