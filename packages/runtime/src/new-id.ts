import { uuidv7 } from 'uuidv7';

/** A fresh UUIDv7: sorts by creation within a process. The caller says what it identifies. */
export const newId = <Id extends string>(): Id => uuidv7() as Id;
