import { afterAll, expect, it } from 'vitest';
import { checkReferences } from './check-references.ts';
import { makeTree } from './checks/test/make-tree.ts';

// Put together here: this file names nothing itself.
const [chatwoot, botpress, product] = ['contracts/chatwoot.md', 'contracts/botpress.md', 'product page'];
const tree = makeTree({
  'contracts/chatwoot.md': '| 6 | retries | x |\n| 11 | traps | x |',
  'contracts/botpress.md': '| 1a | chat | x |',
  'docs/product.md': '## 3. Ownership\n- **2.1** first',
  'a.ts': [
    `/** ${chatwoot} §6, §11.7; ${botpress} §1a; ${product} §2.1 and §3. */`,
    `/** ${chatwoot} §11.4, ${product} §3. */`,
    `/** ${chatwoot} §7, ${botpress} §9; ${product} §8. */`,
  ].join('\n'),
});
afterAll(() => tree.remove());

it('finds a source that has no such section', () => {
  expect(checkReferences({ root: tree.root }).map(({ line, problem }) => `${line} ${problem}`)).toEqual([
    '3 names §7 of contracts/chatwoot.md',
    '3 names §9 of contracts/botpress.md',
    '3 names §8 of docs/product.md',
  ]);
});
