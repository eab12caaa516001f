/**
 * The same program in ASCII alone, for what esbuild leaves as it is: comments and regular expressions (in strings it escapes by
 * itself). A backslash that escapes such a character, which only an expression without the u flag allows, goes.
 */
export const toAscii = (text: string): string =>
  text.replace(/(\\*)([\u0080-\uffff])/g, (_, slashes: string, unit: string) => {
    const kept = slashes.slice(slashes.length % 2);
    return `${kept}\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
