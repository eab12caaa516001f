export { handOver } from './hand-over.ts';
export {
  afterHoursLabel,
  assignmentSteps,
  labelSteps,
  type Priority,
  prioritySteps,
} from './handoff-steps.ts';
