import { AppError } from '@tandem/schemas';

/** 10,000 answers of a hundred lines each; every one more costs a byte in a file, and many times that once it is read. */
const linesMax = 1_000_000;

/** A text as it is, before it is cut into lines. AppError `bad_request` when it has too many. */
export function boundLines(text: string): string {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines <= linesMax) return text;
  throw new AppError('bad_request', {
    public: `The file has more than ${linesMax.toLocaleString('en')} lines.`,
  });
}
