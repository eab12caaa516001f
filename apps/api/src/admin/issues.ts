import type { Issue } from '@tandem/schemas';
import type { ZodError, z } from 'zod';

type ZodIssue = z.core.$ZodIssue;

/** As many as help; a body can be wrong in 10,000 places. */
const issuesMax = 50;

/** What a schema complains about, each with its place as `config.businessHours.hours.0.from`. */
export function issuesOf(error: ZodError): Issue[] {
  return error.issues
    .slice(0, issuesMax)
    .flatMap((issue) => toIssues(issue, []))
    .slice(0, issuesMax);
}

function toIssues(issue: ZodIssue, base: readonly PropertyKey[]): Issue[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'is not known here' }));
    case 'invalid_union':
      return nearest(issue.errors).flatMap((inner) => toIssues(inner, path));
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path: dotted(path), message: inner.message }));
    default:
      return [{ path: dotted(path), message: issue.message }];
  }
}

/** Of several shapes an input might have had, the one it got furthest into; all of them when it got into none. */
function nearest(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] {
  const entered = branches.filter((issues) => !issues.some(isWrongType));
  return entered[0] ?? branches.flat();
}

const isWrongType = (issue: ZodIssue): boolean => issue.code === 'invalid_type' && issue.path.length === 0;

/** Keys come from the caller: cut, so that an answer cannot be made huge. */
const dotted = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => String(key).slice(0, 100))
    .join('.')
    .toWellFormed();
