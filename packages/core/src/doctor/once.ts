/** A look that several checks share: taken when it is first asked for, and once. */
export function once<Value>(look: () => Promise<Value>): () => Promise<Value> {
  let taken: Promise<Value> | null = null;
  return () => {
    taken ??= look();
    return taken;
  };
}
