import { stopOnce } from '../scripts/processes/stop-once.ts';
import { parseOptions } from './parse-options.ts';
import { printReport } from './report/print-report.ts';
import { isClean } from './report/report.ts';
import { runChaos } from './run-chaos.ts';

/** `npm run chaos -- --seed N`: the same seed gives the same messages and the same faults at the same times. */
await stopOnce({ interruptedCode: 130 }, async (closing) => {
  const options = parseOptions(process.argv.slice(2));
  const interrupted = new Promise<never>((_, reject) => {
    closing.signal.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
  });
  const report = await Promise.race([runChaos(closing, options), interrupted]);
  process.stdout.write(options.isJson ? `${JSON.stringify(report)}\n` : printReport(report));
  return isClean(report) ? 0 : 1;
});
