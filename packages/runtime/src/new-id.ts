import { randomFillSync } from 'node:crypto';
import { V7Generator } from 'uuidv7';

/** Numbers drawn at once: the library's own draws of eight cost more than the rest of an id. */
const drawn = new Uint32Array(1_024);
let next = drawn.length;

function nextUint32(): number {
  if (next === drawn.length) {
    randomFillSync(drawn);
    next = 0;
  }
  return drawn[next++] ?? 0;
}

const generator = new V7Generator({ nextUint32 });

/** A fresh UUIDv7: sorts by creation within a process. The caller says what it identifies. */
export const newId = <Id extends string>(): Id => generator.generate().toString() as Id;
