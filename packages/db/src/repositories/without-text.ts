const gone = '[erased]';

/**
 * A stored JSON value with a text taken out of its texts, in any letter case, where it is not part of a longer word or number;
 * names, numbers and all else stay. What does not hold it is answered as it is. Pure.
 */
export function withoutText(json: string | null, text: string): string | null {
  if (json === null) return null;
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(text)}(?![\\p{L}\\p{N}])`, 'giu');
  let isHeld = false;
  const value: unknown = JSON.parse(json, (_key, child: unknown) => {
    if (typeof child !== 'string') return child;
    const left = child.replace(whole, gone);
    isHeld ||= left !== child;
    return left;
  });
  return isHeld ? JSON.stringify(value) : json;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
