import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './checks/finding.ts';
import { listFiles } from './checks/list-files.ts';

/** How a source of facts is named, and how its page marks a section. */
const sources: readonly { page: string; reference: RegExp; section: RegExp }[] = [
  ...(['contracts/chatwoot.md', 'contracts/botpress.md'] as const).map((page) => ({
    page,
    reference: new RegExp(`${page.replace('.', '\\.')} §(\\d+(?:\\.\\d+)?[a-z]?)`, 'g'),
    section: /^\| (\d+(?:\.\d+)?[a-z]?) \|/gm,
  })),
  {
    page: 'docs/product.md',
    reference: /product page §(\d+(?:\.\d+)?)/g,
    section: /(?:^## |\*\*)(\d+(?:\.\d+)?)[. *]/gm,
  },
];

/** Every source that a docstring or document names has that section. A number behind a listed trap (§7.4) is the trap's. */
export function checkReferences(input: { root: string }): Finding[] {
  const sections = sources.map(({ page, section }) => sectionsOf(join(input.root, page), section));
  return listFiles(input.root)
    .filter((file) => /\.(ts|mts|mjs|md)$/.test(file))
    .flatMap((file) => {
      const lines = readFileSync(join(input.root, file), 'utf8').split('\n');
      return lines.flatMap((text, index) =>
        sources.flatMap(({ page, reference }, at) =>
          [...text.matchAll(reference)]
            .map((match) => match[1] ?? '')
            .filter((wanted) => !isKnown(sections[at] ?? [], wanted))
            .map((wanted) => ({
              file,
              line: index + 1,
              problem: `names §${wanted} of ${page}`,
              cure: 'no such section there; correct it, or add it with where it was read',
            })),
        ),
      );
    });
}

function sectionsOf(path: string, section: RegExp): string[] {
  if (!existsSync(path)) return [];
  return [...readFileSync(path, 'utf8').matchAll(section)].map((match) => match[1] ?? '');
}

/** The numbered lists of traps are one section each. */
const isKnown = (sections: readonly string[], wanted: string): boolean =>
  sections.includes(wanted) || (/^(7|11)\./.test(wanted) && sections.includes(wanted.split('.')[0] ?? ''));
