/** The words of a command line as a shell hands them over; what comes after `<`, `>` or `|` is the shell's own. */
export function splitWords(line: string): string[] {
  const [command = ''] = line.split(/ [<>|] /, 1);
  return [...command.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/["']/g, ''));
}
