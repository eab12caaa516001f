export { countDeadLetters } from './count-dead-letters.ts';
export { dropDeadLetter } from './drop-dead-letter.ts';
export { getDeadLetter } from './get-dead-letter.ts';
export { listDeadLetters } from './list-dead-letters.ts';
export { replayDeadLetter } from './replay-dead-letter.ts';
export { settleDeadLetters } from './settle-dead-letters.ts';
