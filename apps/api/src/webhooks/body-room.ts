/** The memory that large bodies may take until they are stored or refused: anybody can begin one, and many can come at once. */
export interface BodyRoom {
  /** The place of one body. */
  open(): BodyPlace;
}

export interface BodyPlace {
  /** Whether there is room for the body at so many bytes, which are then held. */
  grow(bytes: number): boolean;
  /** Nothing of the body is kept any more. */
  leave(): void;
}

/** So much of each body always has room: no webhook of a conversation is kept out by those who hold large ones. */
export const freeBytes = 64 * 1_024;

/**
 * On its way into a statement a body is there several times: as bytes, as text, parsed, redacted, escaped, joined with others. With
 * this much a hundred of 4.9 MiB at once leave the api at 435 MB (measured).
 */
const largeBytesMax = 32 * 1_024 * 1_024;

/** Room for `bytesMax` bytes beyond the free ones of each body. */
export function createBodyRoom(bytesMax = largeBytesMax): BodyRoom {
  let taken = 0;
  return {
    open: () => {
      let held = 0;
      return {
        grow: (bytes) => {
          const more = Math.max(held, bytes - freeBytes) - held;
          if (taken + more > bytesMax) return false;
          taken += more;
          held += more;
          return true;
        },
        leave: () => {
          taken -= held;
          held = 0;
        },
      };
    },
  };
}
