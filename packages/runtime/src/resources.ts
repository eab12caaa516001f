type Close = () => Promise<void> | void;

/** What a process has opened, closed in the opposite order: whoever opens something registers its close at once. */
export class Resources {
  readonly #open: { name: string; close: Close }[] = [];
  #closing: Promise<void> | null = null;
  #closed = false;

  /** Registers `close` and hands `resource` back: `const db = resources.use('database', new Database(…), (db) => db.close())`. */
  use<Resource>(
    name: string,
    resource: Resource,
    close: (resource: Resource) => Promise<void> | void,
  ): Resource {
    this.defer(name, () => close(resource));
    return resource;
  }

  /** Also while closing: what is opened late is closed in the same run. */
  defer(name: string, close: Close): void {
    if (this.#closed) throw new Error(`${name} was opened after everything was closed`);
    this.#open.push({ name, close });
  }

  /** Closes all, newest first, also after one fails. Rejects with an AggregateError of all failures. Repeated calls share one run. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: Error[] = [];
    for (let one = this.#open.pop(); one; one = this.#open.pop()) {
      try {
        await one.close();
      } catch (error) {
        failures.push(new Error(`${one.name} could not be closed`, { cause: error }));
      }
    }
    this.#closed = true;
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  }
}
