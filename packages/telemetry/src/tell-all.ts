/** One observer that tells several; those that are not there are left out. */
export const tellAll =
  <Event>(...observers: (((event: Event) => void) | null | undefined)[]): ((event: Event) => void) =>
  (event) => {
    for (const tell of observers) tell?.(event);
  };
