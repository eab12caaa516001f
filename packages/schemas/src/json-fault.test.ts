import { expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

const faultOf = (text: string): string => {
  try {
    JSON.parse(text);
  } catch (error) {
    return jsonFault(error);
  }
  throw new Error('it is JSON');
};

it.each([
  ['question,answer\nhunter2,x', 'something in it is no value of JSON'],
  ['hello', 'something in it is no value of JSON'],
  ['{"token": "hunter2"', 'line 1, column 20'],
  ['{"token": "hunter2",\n  "other" 1}', 'line 2, column 11'],
  ['', 'it ends too early'],
  ['[1, ', 'it ends too early'],
])('%s: %s', (text, fault) => expect(faultOf(text)).toBe(fault));
