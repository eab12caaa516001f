/** What `work` comes to; rejects with `late` when that takes longer than `ms`. The work itself is not ended. */
export async function withinTime<Result>(
  work: Promise<Result>,
  { ms, late }: { ms: number; late: string },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
