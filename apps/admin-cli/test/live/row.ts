import type { Live } from './open-live.ts';

/** How one command is tried against a live server; its words and what it prints become the page of its group in docs/cli. */
export interface Row {
  /**
   * What follows `tandem`, after making what it needs. Asked once for people and once, with another `run`, for `--json`:
   * `run` is '' and '-2', so that names which must be new can end in it. ` < name`: the file is its standard input.
   */
  words(live: Live, run: '' | '-2'): string | Promise<string>;
  /** 0 when not given. */
  exitCode?: number;
  /** Stands in what people read. */
  shows: RegExp;
  /** Prints no JSON, also when it is asked to. */
  isText?: true;
  /** Words on standard error belong to it, such as progress in a pipe. */
  tellsProgress?: true;
  /** It runs until Ctrl-C, and prints a document for each line: what happens meanwhile, again and again until it has told of it. */
  meanwhile?(live: Live): Promise<unknown>;
  /** Cannot be done here: what it says of it stands on standard error. */
  isRefused?: true;
  /** Cannot be shown as it stands: it depends on the day or the machine. */
  isHidden?: true;
}

/** By the path of the command: `tenants create`. */
export type Rows = Readonly<Record<string, Row>>;
