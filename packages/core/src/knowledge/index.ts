export { replaceKnowledge } from './replace-knowledge.ts';
export { createKnowledgeSearch, type KnowledgeSearch } from './search-shared-knowledge.ts';
