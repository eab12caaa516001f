import { createHash } from 'node:crypto';

/** SHA-256 in lower-case hex: how keys are stored and contents compared. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
