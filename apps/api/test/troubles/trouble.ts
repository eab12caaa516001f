import type { TenantCheck } from '@tandem/schemas/admin';
import type { Patient } from '../mint-patient.ts';

/** One misconfiguration: how it comes about, and all that the doctor names of it. */
export interface Trouble {
  /** What is wrong, in a word. */
  name: string;
  /** Awaited; a function that it answers tidies up. */
  seed(patient: Patient): unknown;
  /** Everything that is not ok or skipped, no more and no less. */
  finds: readonly `${TenantCheck} ${'warn' | 'broken'}`[];
  /** In the cure of the first. */
  cure: RegExp;
  /** The Chatwoot is of this making instead of the one all rows share. */
  chatwoot?: { version?: '4.13'; clockAheadMs?: number };
  /** Looked at by an api that refuses private addresses. */
  guarded?: true;
}
