export { explain } from './explain.ts';
export { getMessage } from './get-message.ts';
export { listMessages } from './list-messages.ts';
export { readEvents } from './read-events.ts';
export { reasonForm } from './reason-words.ts';
export { why } from './why.ts';
