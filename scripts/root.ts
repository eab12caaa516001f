import { resolve } from 'node:path';

/** The checkout's root folder. */
export const root = resolve(import.meta.dirname, '..');
