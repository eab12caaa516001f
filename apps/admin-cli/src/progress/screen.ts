/** Where progress is shown. */
export interface Screen {
  isTTY: boolean;
  write(text: string): void;
}

/** Shows nothing: `--quiet`. */
export const darkScreen: Screen = { isTTY: false, write: () => {} };
