import { z } from 'zod';

/** A flag, also as text: REST carries it in the query. */
export const zFlag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
