import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import type { Finding } from './checks/finding.ts';
import { type Allowance, freeFolders, type ImportRule, importTable, owners } from './checks/import-table.ts';
import { isTestFile, listFiles } from './checks/list-files.ts';
import { type Import, readImports } from './checks/read-imports.ts';

/** Holds every source file that is no test against the import table; what no row allows is a finding. */
export function checkImports(input: { root: string }): Finding[] {
  const files = listFiles(input.root).filter(
    (file) => /\.(ts|tsx|mts|mjs|js)$/.test(file) && !isTestFile(file),
  );
  return files.flatMap((file) => {
    const folder = workspaceFolder(file);
    if (folder === null || freeFolders.includes(folder)) return [];
    const rule = importTable.find((row) => row.folder === folder);
    if (rule === undefined) {
      return [
        {
          file,
          problem: `${folder} has no row in the import table`,
          cure: 'add one in scripts/checks/import-table.ts',
        },
      ];
    }
    return checkFile({ root: input.root, file, rule });
  });
}

function checkFile(input: { root: string; file: string; rule: ImportRule }): Finding[] {
  const { file, rule } = input;
  const text = readFileSync(join(input.root, file), 'utf8');
  const dependencies = readDependencies(join(input.root, rule.folder, 'package.json'));
  const imports = readImports(text).flatMap((imported) => {
    const problem = problemOf({ imported, file, rule, dependencies });
    return problem === null ? [] : [{ file, line: imported.line, ...problem }];
  });
  return rule.mayFetch === true ? imports : [...imports, ...findFetches(file, text)];
}

function problemOf(input: {
  imported: Import;
  file: string;
  rule: ImportRule;
  dependencies: readonly string[];
}): { problem: string; cure: string } | null {
  const { imported, file, rule } = input;
  const { specifier } = imported;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    if (target.startsWith(`${rule.folder}/`)) return null;
    return {
      problem: `reaches out of its package: ${specifier}`,
      cure: 'import the other package by its name',
    };
  }
  if (specifier.startsWith('node:')) return problemOfBuiltin(imported, rule);
  if (builtinModules.includes(specifier))
    return { problem: `imports ${specifier}`, cure: `write node:${specifier}` };
  if (specifier.startsWith('@tandem/')) return problemOfWorkspace(imported, file, rule);

  const name = packageName(specifier);
  const owner = owners[name];
  if (owner !== undefined && owner !== rule.folder) {
    return { problem: `imports ${name}, which only ${owner} may`, cure: `use what ${owner} exports` };
  }
  const allowed = rule.registry ?? input.dependencies;
  if (allowed.includes(name)) return null;
  return {
    problem: `imports ${name}, which its package.json does not list`,
    cure: 'add the dependency or drop the import',
  };
}

function problemOfWorkspace(
  imported: Import,
  file: string,
  rule: ImportRule,
): { problem: string; cure: string } | null {
  const { specifier } = imported;
  const onlyFile = rule.only?.[specifier];
  if (onlyFile !== undefined) {
    if (onlyFile === file) return null;
    return {
      problem: `imports ${specifier}, which only ${onlyFile} may`,
      cure: 'take what you need as an argument',
    };
  }
  const allowance: Allowance | undefined =
    rule.workspace[specifier] ?? rule.workspace[packageName(specifier)];
  const row = `the import table lets ${rule.folder} import ${Object.keys(rule.workspace).join(', ') || 'nothing of the workspace'}`;
  if (allowance === undefined) return { problem: `imports ${specifier}`, cure: row };
  if (allowance === 'all' || imported.isType) return null;
  if (allowance === 'types')
    return { problem: `imports values of ${specifier}`, cure: 'only `import type` is allowed here' };
  const other = imported.values.find((name) => !allowance.includes(name));
  if (other === undefined) return null;
  return {
    problem: `imports ${other} of ${specifier}`,
    cure: `only ${allowance.join(', ')} and types are allowed here`,
  };
}

function problemOfBuiltin(imported: Import, rule: ImportRule): { problem: string; cure: string } | null {
  const isHttp = imported.specifier === 'node:http' || imported.specifier === 'node:https';
  const client = imported.values.find((name) => name === 'request' || name === 'get');
  if (!isHttp || client === undefined || rule.mayFetch === true) return null;
  return {
    problem: `imports ${client} of ${imported.specifier}`,
    cure: 'call upstreams through packages/integrations',
  };
}

/** Calls our own api, with a key that an EventSource does not carry by itself. */
const ownClient = 'apps/admin-cli/src/client.ts';

function findFetches(file: string, text: string): Finding[] {
  if (file === ownClient) return [];
  // A function of that name of its own is another one.
  if (/\b(const|let|function)\s+fetch\b/.test(text)) return [];
  return text.split('\n').flatMap((content, index) => {
    const code = content.replace(/\/\/.*$/, '').replace(/^\s*\*.*$/, '');
    if (!/(?<![\w.$'"`])fetch\(|globalThis\.fetch\b/.test(code)) return [];
    if (/^\s*(async\s+)?fetch\([^)]*\)\s*[:{]/.test(code)) return [];
    return [
      { file, line: index + 1, problem: 'calls fetch', cure: 'call upstreams through packages/integrations' },
    ];
  });
}

function workspaceFolder(file: string): string | null {
  const [first = '', second = ''] = file.split('/');
  if (first === 'packages' || first === 'apps') return `${first}/${second}`;
  return freeFolders.includes(first) ? first : null;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function readDependencies(path: string): string[] {
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.keys(manifest.dependencies ?? {});
}
