import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Finding } from './checks/finding.ts';
import { listFiles } from './checks/list-files.ts';

/** Commands of pnpm and npm that are no scripts of package.json. */
const ownCommands = [
  'add',
  'dlx',
  'exec',
  'install',
  'remove',
  'run',
  'update',
  'why',
  'ci',
  'init',
  '-r',
  '--filter',
];

/** Every path, link and script named in the documents exists. */
export function checkDocPaths(input: { root: string }): Finding[] {
  const files = listFiles(input.root);
  const context = {
    root: input.root,
    topLevel: new Set(files.map((file) => file.split('/')[0] ?? file)),
    scripts: readScripts(join(input.root, 'package.json')),
  };
  return files
    .filter((file) => /^(README|ARCHITECTURE|CONTRIBUTING)\.md$|^docs\/.*\.md$/.test(file))
    .flatMap((file) => checkDocument(context, file));
}

interface Context {
  root: string;
  topLevel: ReadonlySet<string>;
  scripts: readonly string[];
}

function checkDocument(context: Context, file: string): Finding[] {
  const lines = readFileSync(join(context.root, file), 'utf8').split('\n');
  let isFenced = false;
  return lines.flatMap((text, index) => {
    const isFence = /^\s*(```|~~~)/.test(text);
    if (isFence) isFenced = !isFenced;
    if (isFence) return [];
    const code = isFenced ? [text] : [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const links = isFenced ? [] : [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    return [
      ...code.flatMap((part) => missingScripts(context, part)),
      ...code.flatMap((part) => missingPaths(context, part)),
      ...links.flatMap((target) => missingLink(context, file, target)),
    ].map((found) => ({ file, line: index + 1, ...found }));
  });
}

function missingScripts(context: Context, code: string): { problem: string; cure: string }[] {
  const called = [
    ...[...code.matchAll(/\b(?:npm|pnpm) run ([\w:.-]+)/g)].map((match) => match[1] ?? ''),
    ...[...code.matchAll(/\bpnpm (?!run\b)([\w:.-]+)/g)].map((match) => match[1] ?? ''),
    ...[...code.matchAll(/\bnpm (start|test)\b/g)].map((match) => match[1] ?? ''),
  ];
  return called
    .filter((name) => !ownCommands.includes(name) && !context.scripts.includes(name))
    .map((name) => ({ problem: `names the script "${name}"`, cure: 'package.json has no such script' }));
}

function missingPaths(context: Context, code: string): { problem: string; cure: string }[] {
  return code
    .split(/[\s"'(),;|=]+/)
    .map((word) => word.replace(/^\.\//, '').replace(/[.:]+$|:\d+$/g, ''))
    .filter((word) => looksLikePath(context, word) && !existsAsPath(context.root, word))
    .map((word) => ({ problem: `names ${word}`, cure: 'no such path; correct or remove it' }));
}

/** Begins with something at the top of the checkout and goes on below it, or is a document or manifest at the top. */
function looksLikePath(context: Context, word: string): boolean {
  if (/^[A-Z]+\.md$/.test(word)) return true;
  const slash = word.indexOf('/');
  return (
    slash > 0 && context.topLevel.has(word.slice(0, slash)) && !word.includes('…') && !word.includes('://')
  );
}

/** `<name>` and `*` stand for anything, `{a,b}` for each of them. */
function existsAsPath(root: string, word: string): boolean {
  const pattern = word.replace(/<[^>]*>/g, '*').replace(/\/$/, '');
  if (!/[*{[]/.test(pattern)) return existsSync(join(root, pattern));
  return globSync(pattern, { cwd: root }).length > 0;
}

function missingLink(context: Context, file: string, target: string): { problem: string; cure: string }[] {
  const [path = ''] = target.split('#');
  if (path === '' || /^[a-z]+:/i.test(path)) return [];
  const resolved = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path);
  return existsSync(join(context.root, resolved))
    ? []
    : [{ problem: `links to ${target}`, cure: 'no such file' }];
}

function readScripts(path: string): string[] {
  const manifest: { scripts?: Record<string, string> } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.keys(manifest.scripts ?? {});
}
