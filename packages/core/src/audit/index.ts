export { listAllAudit, listAudit } from './list-audit.ts';
