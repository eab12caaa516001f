export { handOver } from './hand-over.ts';
export { assignmentSteps, labelSteps, type Priority, prioritySteps } from './handoff-steps.ts';
