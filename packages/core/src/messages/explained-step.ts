import type { TrailStep } from '@tandem/schemas/admin';

/** One step of a trail, before its time is put into words. */
export type ExplainedStep = Omit<TrailStep, 'at'> & { at: Date };
