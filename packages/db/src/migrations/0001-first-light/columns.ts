export const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
export const word = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;
export const text = (length: number) => `VARCHAR(${length})`;
export const at = 'DATETIME(3)';
export const json = 'LONGTEXT';
