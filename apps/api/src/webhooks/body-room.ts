/** The memory that large bodies may take while they come: anybody can begin one and keep it waiting. */
export interface BodyRoom {
  /** Whether there is room for so many bytes more, which are then taken. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** So much of each body always has room: no webhook of a conversation is kept out by those who hold large ones. */
export const freeBytes = 64 * 1_024;

const largeBytesMax = 64 * 1_024 * 1_024;

/** Room for `bytesMax` bytes beyond the free ones of each body. */
export function createBodyRoom(bytesMax = largeBytesMax): BodyRoom {
  let taken = 0;
  return {
    take: (bytes) => {
      if (taken + bytes > bytesMax) return false;
      taken += bytes;
      return true;
    },
    give: (bytes) => {
      taken -= bytes;
    },
  };
}
