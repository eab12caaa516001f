import type { EngineFile, EngineFileStatus } from '@tandem/integrations/contract';
import { zTenantId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { entryFile } from './entry-file.ts';
import { planFiles } from './plan-files.ts';

const tenantId = zTenantId.parse('0198c0de-0000-7000-8000-000000000001');
const otherId = zTenantId.parse('0198c0de-0000-7000-8000-000000000002');
const entry = { question: 'Q?', answer: 'A.', tags: [] };
const file = entryFile({ tenantId, entryId: 'e1', entry, knowledgeBaseId: 'kb_1' });
const held = (status: EngineFileStatus, tags: Record<string, string> = {}, key = file.key): EngineFile => ({
  id: `file of ${key}`,
  key,
  status,
  failedReason: null,
  tags: { ...file.tags, ...tags },
});
const states = (files: EngineFile[]) => {
  const { unchanged, awaited, changed, vanished } = planFiles({ tenantId, wanted: [file], held: files });
  return [unchanged.length, awaited.length, changed.length, vanished.length];
};

describe('a wanted file', () => {
  it.each([
    ['indexed', held('indexing_completed'), [1, 0, 0, 0]],
    ['under way', held('indexing_pending'), [0, 1, 0, 0]],
    ['half uploaded', held('upload_pending'), [0, 0, 1, 0]],
    ['not indexed', held('upload_completed'), [0, 0, 1, 0]],
    ['failed', held('indexing_failed'), [0, 0, 1, 0]],
    ['of another content', held('indexing_completed', { hash: 'x' }), [0, 0, 1, 0]],
    ['another tenant’s under our key', held('indexing_completed', { tenantId: otherId }), [0, 0, 1, 0]],
    ['not ours at all', held('indexing_completed', { managedBy: 'somebody' }), [0, 0, 1, 0]],
  ])('that is %s', (_, there, counts) => {
    expect(states([there])).toEqual(counts);
  });

  it('that is not there is to be uploaded, and one that nobody wants any more is to go', () => {
    expect(states([held('indexing_completed', {}, 'kb/old.md')])).toEqual([0, 0, 1, 1]);
  });

  it('that nobody wants stays when it is another tenant’s', () => {
    expect(states([held('indexing_completed', { tenantId: otherId }, 'kb/old.md')])).toEqual([0, 0, 1, 0]);
  });
});

describe('the hash of an entry', () => {
  it.each([
    ['question', { ...entry, question: 'Q2?' }, 'kb_1'],
    ['answer', { ...entry, answer: 'B.' }, 'kb_1'],
    ['tags', { ...entry, tags: ['t'] }, 'kb_1'],
    ['knowledge base', entry, 'kb_2'],
    ['absence from one', entry, null],
  ])('changes with its %s', (_, other, knowledgeBaseId) => {
    const another = entryFile({ tenantId, entryId: 'e1', entry: other, knowledgeBaseId });
    expect(another.tags.hash).not.toBe(file.tags.hash);
  });

  it('stays for the same content under another id', () => {
    const same = entryFile({ tenantId, entryId: 'e2', entry, knowledgeBaseId: 'kb_1' });
    expect(same.tags.hash).toBe(file.tags.hash);
  });
});
