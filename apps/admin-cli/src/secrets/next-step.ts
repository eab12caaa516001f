export interface DataKey {
  id: string;
  state: 'seals' | 'needed' | 'ready' | 'droppable' | 'missing' | 'gone';
  values: number;
}

export interface NextStep {
  step: 'add' | 'put-first' | 'reseal' | 'drop' | 'put-back';
  words: string[];
}

const restart =
  'and restart every api and worker, one after another: none of them refuses a webhook meanwhile.';

/** What comes next when the encryption key is replaced, in words for the operator. Pure. */
export function nextStep(keys: readonly DataKey[]): NextStep {
  const ids = (...states: DataKey['state'][]) =>
    keys.filter(({ state }) => states.includes(state)).map(({ id }) => id);
  const listOf = (...some: string[]) => `TANDEM_ENCRYPTION_KEYS=${some.map((id) => `${id}:…`).join(',')}`;
  const [first = '?'] = ids('seals');
  const missing = ids('missing');
  if (missing.length > 0) {
    return {
      step: 'put-back',
      words: [
        `Secrets are sealed with ${missing.join(', ')}, which this process does not have: some process has other keys.`,
        `Give all of them the same ones, as ${listOf(first, ...ids('needed'), ...missing)}, ${restart}`,
      ],
    };
  }
  if (ids('needed').length > 0) {
    return {
      step: 'reseal',
      words: [
        `Secrets are still sealed with ${ids('needed').join(', ')}: tandem secrets rotate seals them anew.`,
      ],
    };
  }
  const [ready] = ids('ready');
  if (ready !== undefined) {
    return {
      step: 'put-first',
      words: [
        `Step 2 of 4. Once every api and worker has ${ready}, put it first: ${listOf(ready, first)}`,
        restart,
        'Then run tandem secrets rotate again, which seals all secrets anew (step 3).',
      ],
    };
  }
  const droppable = ids('droppable');
  if (droppable.length > 0) {
    return {
      step: 'drop',
      words: [
        `Step 4 of 4. No secret needs ${droppable.join(', ')} any more. Take it out: ${listOf(first)}`,
        restart,
        'Keep it as long as you keep backups of the database from before.',
      ],
    };
  }
  const fresh = freshId(keys);
  return {
    step: 'add',
    words: [
      `All secrets are sealed with ${first} alone. To replace it, step 1 of 4: add a new key behind it,`,
      `  TANDEM_ENCRYPTION_KEYS=${first}:…,${fresh}:$(openssl rand -base64 32)`,
      restart,
      'Then run tandem secrets rotate again.',
    ],
  };
}

/** `k1` is followed by `k2`; an id stands for one key for ever. */
function freshId(keys: readonly DataKey[]): string {
  const numbers = keys.map(({ id }) => Number(/^k(\d{1,6})$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers) + 1}`;
}
