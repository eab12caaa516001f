import { findChromium } from '../services/find-binary.ts';
import { installWithApt } from '../services/install-with-apt.ts';

/** The browser of the browser test, installed where that needs no question. Throws a sentence that says what to do. */
export async function findOrInstallChromium(report: (line: string) => void): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') return given;
  const found = findChromium();
  if (found !== null) return found.path;
  const reason = await installWithApt(report, { packages: ['chromium'] });
  const installed = findChromium();
  if (installed !== null) return installed.path;
  throw new Error(`no chromium on this machine (${reason ?? 'the package holds no program of that name'})`);
}

/** Whether the named test files (vitest's filters; none = all) hold the browser test. */
export function needsBrowser(args: readonly string[]): boolean {
  const filters = args.filter((arg) => !arg.startsWith('-'));
  return filters.length === 0 || filters.some((filter) => /e2e|sandbox/.test(filter));
}
