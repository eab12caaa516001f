export { findEngineSession } from './find-engine-session.ts';
export { getSession } from './get-session.ts';
export { handToHuman } from './hand-to-human.ts';
export { listSessions } from './list-sessions.ts';
export { releaseToBot } from './release-to-bot.ts';
