/** One import or re-export of a source file. */
export interface Import {
  specifier: string;
  /** Erased before the code runs: `import type`, `export type`. */
  isType: boolean;
  /** The names it takes as values; `*` for a namespace, a side effect, a re-export of everything or `import()`. */
  values: string[];
  line: number;
}

const statements =
  /^[ \t]*(?:import|export)\s+(?<type>type\s+(?!from\b|,))?(?<clause>[^'";]*?)\s*\bfrom\s*['"](?<specifier>[^'"]+)['"]/gm;
const sideEffects = /^[ \t]*import\s*['"](?<specifier>[^'"]+)['"]/gm;
const dynamic = /\b(?:import|require)\(\s*['"](?<specifier>[^'"]+)['"]/g;

/** Reads the import specifiers of TypeScript or JavaScript text, without running or parsing the rest of it. */
export function readImports(text: string): Import[] {
  const source = blankComments(text);
  const lineOf = (index: number) => source.slice(0, index).split('\n').length;
  const found: Import[] = [];
  for (const match of source.matchAll(statements)) {
    const isType = match.groups?.type !== undefined;
    const values = isType ? [] : valueNames(match.groups?.clause ?? '');
    found.push({ specifier: match.groups?.specifier ?? '', isType, values, line: lineOf(match.index) });
  }
  for (const pattern of [sideEffects, dynamic]) {
    for (const match of source.matchAll(pattern)) {
      const specifier = match.groups?.specifier ?? '';
      found.push({ specifier, isType: false, values: ['*'], line: lineOf(match.index) });
    }
  }
  return found;
}

function valueNames(clause: string): string[] {
  const braces = /\{([^}]*)\}/.exec(clause);
  const named = (braces?.[1] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => part.split(/\s+as\s+/)[0] ?? part);
  const rest = clause
    .replace(/\{[^}]*\}/, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('*') ? '*' : 'default'));
  const names = [...rest, ...named];
  // `import { type A } from` keeps the import at run time, for its effects.
  return names.length === 0 ? ['*'] : names;
}

/** Comments become spaces, so that positions stay; strings are kept. */
function blankComments(text: string): string {
  const tokens = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(tokens, (token) => {
    if (token.startsWith('//') || token.startsWith('/*')) return token.replace(/[^\n]/g, ' ');
    return token.startsWith('`') ? token.replace(/[^\n`]/g, ' ') : token;
  });
}
