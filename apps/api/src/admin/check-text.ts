import { AppError, type Issue, jsonValuesMax } from '@tandem/schemas';

/** Beyond any of our shapes, which are 4 deep. */
const depthMax = 50;
const childrenMax = 10_000;
const issuesMax = 20;

type Place = { value: object; path: string; depth: number };

/**
 * Refuses what no schema sees or survives: lone surrogates (they cannot be stored as UTF-8), keys named `__proto__`
 * (schemas of records pass them over), and nesting or lengths beyond any of our shapes. Walks without recursion.
 */
export function checkText(input: unknown): void {
  const issues: Issue[] = [];
  const places: Place[] = [];
  let values = 0;

  const look = (value: unknown, path: string, depth: number): void => {
    values += 1;
    if (typeof value === 'string' && !value.isWellFormed())
      issues.push({ path, message: 'holds a lone surrogate' });
    if (typeof value === 'object' && value !== null) places.push({ value, path, depth });
  };

  look(input, '', 0);
  for (let place = places.pop(); place && issues.length < issuesMax; place = places.pop()) {
    const { value, path, depth } = place;
    const keys = Object.keys(value);
    if (depth === depthMax) issues.push({ path, message: 'is nested too deep' });
    else if (keys.length > childrenMax || values > jsonValuesMax)
      issues.push({ path, message: 'holds too many values' });
    else {
      for (const [key, child] of Object.entries(value)) {
        const childPath = join(path, key);
        if (key === '__proto__') issues.push({ path: childPath, message: 'is not known here' });
        if (!key.isWellFormed()) issues.push({ path: childPath, message: 'holds a lone surrogate' });
        look(child, childPath, depth + 1);
      }
    }
  }
  if (issues.length > 0) {
    throw new AppError('bad_request', {
      public: 'The input cannot be read.',
      issues: issues.slice(0, issuesMax),
    });
  }
}

/** Keys come from the caller: cut, so that an answer cannot be made huge. */
function join(path: string, key: string): string {
  const name = key.slice(0, 100).toWellFormed();
  return path === '' ? name : `${path}.${name}`;
}
