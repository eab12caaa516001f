interface Screen {
  isTTY: boolean;
  write(text: string): void;
}

const everyMs = 200;

/** Shows on a terminal what is waited for and since when, until the work ends; says nothing to a pipe. */
export async function showWaiting<Result>(
  screen: Screen,
  { what, work }: { what: string; work: Promise<Result> },
): Promise<Result> {
  if (!screen.isTTY) return await work;
  const startedAtMs = performance.now();
  const show = () => {
    screen.write(`\r\u001b[K${what}  ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
  };
  show();
  const timer = setInterval(show, everyMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    screen.write('\r\u001b[K');
  }
}
