export { exportKnowledge } from './export-knowledge.ts';
export { importKnowledge } from './import-knowledge.ts';
export { listKnowledge } from './list-knowledge.ts';
export { replaceKnowledge } from './replace-knowledge.ts';
export { searchKnowledge } from './search-knowledge.ts';
export { createKnowledgeSearch, type KnowledgeSearch } from './search-shared-knowledge.ts';
