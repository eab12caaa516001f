/** What this package needs of a logger; a pino logger fits. Fields hold ids and counts, never content. */
export interface QueueLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const silentLog: QueueLog = { info: () => {}, warn: () => {}, error: () => {} };
