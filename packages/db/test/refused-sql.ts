/** What MySQL 8.4 or MariaDB 10.6 does not know, or what sharded MySQL does not: the names say why a statement is refused. */
const refused: Record<string, RegExp> = {
  RETURNING: /\breturning\b/i,
  'row alias in ON DUPLICATE KEY': /\bvalues\s*\([^;]*\)\s*as\s+`?\w+`?\s+on\s+duplicate/i,
  'FOR UPDATE OF': /\bfor\s+(update|share)\s+of\b/i,
  'FOR SHARE': /\bfor\s+share\b/i,
  'JSON operator or function': /->>?|\bjson_\w+\s*\(/i,
  '0900 collation': /_0900_/i,
  'INSERT IGNORE': /\binsert\s+ignore\b/i,
  REPLACE: /^\s*replace\s+into\b/i,
  'sequence or AUTO_INCREMENT': /\bauto_increment\b|\bnextval\b|\bcreate\s+sequence\b/i,
  'JSON or UUID column type': /\b(json|uuid|inet6)\s+(not\s+)?null\b/i,
  'INTERSECT or EXCEPT': /\b(intersect|except)\b/i,
  'LATERAL or JSON_TABLE': /\blateral\b/i,
  'functional or descending index': /\b(key|index)\s+`?\w+`?\s*\([^)]*(\(|\bdesc\b)/i,
  'CREATE OR REPLACE TABLE': /\bcreate\s+or\s+replace\b/i,
  'ON DUPLICATE KEY with VALUE()': /\bvalue\s*\(\s*`?\w+`?\s*\)/i,
  'STORED or VIRTUAL column': /\bgenerated\s+always\b|\)\s+(stored|virtual|persistent)\b/i,
  'LIMIT in a subquery of IN': /\bin\s*\(\s*select\b[^)]*\blimit\b/i,
};

/** The constructs in a statement that not every supported server knows. */
export const refusedIn = (statement: string): string[] =>
  Object.entries(refused)
    .filter(([, pattern]) => pattern.test(statement))
    .map(([name]) => name);
