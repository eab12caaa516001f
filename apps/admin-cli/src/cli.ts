import type { AdminClient } from './client.ts';
import type { Output } from './print.ts';
import type { Screen } from './progress/screen.ts';
import type { Access } from './settings/choose-access.ts';
import type { SettingsFile } from './settings/settings-file.ts';

/** What a command is given. */
export interface Cli {
  client(): AdminClient;
  /** Where the api answers. */
  url(): string;
  output: Output;
  /** For progress and words beside the answer: standard error. */
  screen: Screen;
  /** What was chosen of flags, environment and profile. */
  access(): Access;
  settings: SettingsFile;
  environment: NodeJS.ProcessEnv;
  /** A client for an address and a key that are not the chosen ones. */
  clientFor(input: { url: string; key: string }): AdminClient;
  /** What to say about the server when somebody presses Ctrl-C from now on. */
  onInterrupt(words: string): void;
}
