import type { DoctorCheck } from '@tandem/schemas/admin';

/** What a check says of one thing. Words for people; ids, hosts and names, never secrets. */
export type Opinion =
  | { status: 'ok' | 'skipped'; subject: string; message: string }
  | { status: 'warn' | 'broken'; subject: string; message: string; cure: string };

export interface Check<Name extends DoctorCheck, Patient> {
  name: Name;
  /** What goes wrong where it is not as it should be; as docs/doctor.md has it. */
  means: string;
  /** What to do then, in general. */
  cure: string;
  /** Gathers facts and judges them. Rejects with `CannotLook` where it has no way to tell. */
  examine(patient: Patient): Promise<Opinion[]>;
}

interface Definition<Name extends DoctorCheck, Patient, Facts> extends Omit<Check<Name, Patient>, 'examine'> {
  gather(patient: Patient): Promise<Facts>;
  /** Pure. */
  judge(facts: Facts): Opinion | Opinion[];
}

/** A check of what is gathered apart from what is thought of it. */
export const defineCheck = <Name extends DoctorCheck, Patient, Facts>(
  definition: Definition<Name, Patient, Facts>,
): Check<Name, Patient> & Pick<Definition<Name, Patient, Facts>, 'judge'> => ({
  name: definition.name,
  means: definition.means,
  cure: definition.cure,
  judge: definition.judge,
  examine: async (patient) => [definition.judge(await definition.gather(patient))].flat(),
});

/** A check has no way to tell; the message says why. */
export class CannotLook extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'CannotLook';
  }
}

export const ok = (subject: string, message: string): Opinion => ({ status: 'ok', subject, message });
export const skipped = (subject: string, message: string): Opinion => ({
  status: 'skipped',
  subject,
  message,
});
export const warn = (subject: string, message: string, cure: string): Opinion => ({
  status: 'warn',
  subject,
  message,
  cure,
});
export const broken = (subject: string, message: string, cure: string): Opinion => ({
  status: 'broken',
  subject,
  message,
  cure,
});
