export { explain } from './explain.ts';
export { why } from './why.ts';
