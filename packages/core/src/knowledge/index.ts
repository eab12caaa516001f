export { replaceKnowledge } from './replace-knowledge.ts';
