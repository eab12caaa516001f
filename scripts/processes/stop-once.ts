import { say, sayFailure } from './step.ts';

/** What a command has opened and must close, last opened first. */
export interface Closing {
  /** Aborted by the first signal: long steps give up. */
  readonly signal: AbortSignal;
  /** Registers a close; `kill` is the way for the second Ctrl-C, at once. */
  add(close: () => Promise<void>, kill: () => void): void;
}

/**
 * Runs a command's `main` and closes everything it opened, whether it returns, throws or is interrupted (SIGINT, SIGTERM,
 * SIGHUP, the launcher's death). A second Ctrl-C kills what has not ended yet. Sets the exit code: what `main` returned, 1
 * for a failure, `interruptedCode` for an interruption.
 */
export async function stopOnce(
  input: { interruptedCode: number },
  main: (closing: Closing) => Promise<number>,
): Promise<never> {
  const opened: { close: () => Promise<void>; kill: () => void }[] = [];
  const abort = new AbortController();
  const closing: Closing = {
    signal: abort.signal,
    add: (close, kill) => opened.push({ close, kill }),
  };
  const killAll = () => {
    for (const { kill } of opened) kill();
    process.exit(130);
  };
  // A terminal that was closed refuses what is still written to it; that must not break the closing off.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const unwatch = watchForStop(abort, killAll);
  let code = 1;
  try {
    code = await main(closing);
  } catch (error) {
    if (!abort.signal.aborted) sayFailure(error);
  }
  if (abort.signal.aborted) code = input.interruptedCode;
  for (let last = opened.at(-1); last !== undefined; last = opened.at(-1)) {
    await last.close().catch((error: unknown) => say(`while stopping: ${String(error)}`));
    opened.pop();
  }
  unwatch();
  process.exit(code);
}

function watchForStop(abort: AbortController, killAll: () => void): () => void {
  let firstAt = 0;
  const onSignal = () => {
    const now = performance.now();
    if (!abort.signal.aborted) {
      firstAt = now;
      say('stopping …');
      abort.abort();
    } else if (now - firstAt > 500) {
      // One Ctrl-C comes up to three times: from the terminal, from npm and from the bootstrap.
      killAll();
    }
  };
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  const launcher = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== launcher && !abort.signal.aborted) onSignal();
  }, 500);
  watch.unref();
  return () => clearInterval(watch);
}
