export { explain } from './explain.ts';
export { reasonForm } from './reason-words.ts';
export { why } from './why.ts';
