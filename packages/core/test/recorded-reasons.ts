import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
/** Where reasons are written down; what answers to webhooks, sync, onboarding and the doctor say goes into no trail. */
const sources = ['packages/core/src/**/*.ts', 'packages/db/src/platform/*.ts'];
const others = /\.test\.ts$|\/core\/src\/(sync|messages|onboarding|doctor)\/|\/intake\/(receive-|context)/;

/** Every reason that the product's code can record, as its source has it, with `…` for what is put in. */
export function recordedReasons(): string[] {
  const files = sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !others.test(file));
  const reasons = files.flatMap((file) => reasonsIn(readFileSync(join(root, file), 'utf8')));
  return [...new Set(reasons)].sort();
}

/** Texts that stand where a reason stands: behind a name that ends so, or handed to what ends a message. */
export function reasonsIn(source: string): string[] {
  const { code, texts } = takeTexts(source);
  const parts = places.flatMap((place) => [...code.matchAll(place)].map(([, part = '']) => part));
  return parts
    .flatMap((part) => [...part.matchAll(/«(\d+)»/g)].map(([, index]) => texts[Number(index)] ?? ''))
    .filter(isPhrase);
}

const places = [
  /[rR]eason\b(?:\s*(?:=(?!>)|:)|\s*=\s*\([^)]*\)[^=]*=>)([^,;}]*)/g,
  /\b(?:suppress|giveUp|die)\(([^;]*)\)/g,
  /\bnew UpstreamError\(([^;]*)\)/g,
];

/** A name such as `human` beside the reason is none. */
const isPhrase = (text: string): boolean => text.includes(' ') || text === 'superseded';

/** The source without comments, each text in it replaced by its number. */
function takeTexts(source: string): { code: string; texts: string[] } {
  const texts: string[] = [];
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(
      /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`)*\})*)`/g,
      (_, a, b, c) => {
        texts.push(a ?? b ?? String(c).replace(/\$\{(?:[^{}`]|`[^`]*`)*\}/g, '…'));
        return `«${texts.length - 1}»`;
      },
    );
  return { code, texts };
}
