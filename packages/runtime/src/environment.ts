import { z } from 'zod';

const zDatabaseUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url?.protocol === 'mysql:' && url.host !== '' && url.pathname.length > 1;
}, 'must have the form mysql://user:password@host:3306/name');

/** For processes that need the database and nothing else. */
export const zDatabaseEnvironment = z.object({ DATABASE_URL: zDatabaseUrl });
