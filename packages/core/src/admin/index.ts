export type { AdminContext, Installation } from './admin-context.ts';
