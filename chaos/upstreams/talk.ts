import { z } from 'zod';
import { zTranscripts } from '../compare/facts.ts';
import { steadyFaults } from '../schedule/plan-faults.ts';

/** What the process with the fakes is started with: one JSON argument. */
export const zUpstreamsInput = z.object({
  seed: z.number(),
  inboxes: z.number(),
  messages: z.number(),
  conversations: z.number(),
  trafficMs: z.number(),
  steady: z.array(z.enum(steadyFaults)),
  /** An open conversation is given back to the bot by its agents after so long. */
  giveBackMs: z.number(),
});
export type UpstreamsInput = z.output<typeof zUpstreamsInput>;

/** What it is told. */
export const zCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('wire'), apiUrl: z.string() }),
  z.object({ type: z.literal('begin') }),
  z.object({ type: z.literal('settle') }),
  z.object({ type: z.literal('report') }),
]);
export type Command = z.output<typeof zCommand>;

/** What it says. */
export const zNews = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    inboxIds: z.array(z.number()),
    environment: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('wired') }),
  z.object({ type: z.literal('traffic-over') }),
  z.object({ type: z.literal('settled') }),
  z.object({ type: z.literal('report'), transcripts: zTranscripts }),
]);
export type News = z.output<typeof zNews>;
