export interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  kind?: string;
  status?: number;
  stack?: string;
  cause?: ErrorDescription;
  errors?: ErrorDescription[];
}

/**
 * An error as it may stand in a log. Only named fields are taken: libraries hang requests, statements and their values on
 * errors. What MySQL says quotes values of rows, so its code stands for it.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no Error was thrown' };
  const code = text(error, 'code');
  const kind = text(error, 'kind');
  const status = own(error, 'status');
  const message = text(error, 'sqlState') === undefined ? error.message : `MySQL refused: ${code}`;
  const nested = depth < 4;
  return {
    type: error.name,
    message,
    ...(code !== undefined && { code }),
    ...(kind !== undefined && { kind }),
    ...(typeof status === 'number' && { status }),
    ...(error.stack && { stack: frames(error.stack) }),
    ...(nested && error.cause !== undefined && { cause: describeError(error.cause, depth + 1) }),
    ...(nested &&
      error instanceof AggregateError && {
        errors: error.errors.slice(0, 10).map((one) => describeError(one, depth + 1)),
      }),
  };
}

/** The stack begins with the message, which is told apart above. */
const frames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 20)
    .map((line) => line.trim())
    .join('\n');

const text = (error: Error, name: string): string | undefined => {
  const value = own(error, name);
  return typeof value === 'string' ? value : undefined;
};

const own = (error: Error, name: string): unknown => Object.getOwnPropertyDescriptor(error, name)?.value;
