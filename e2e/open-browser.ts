import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/services/find-binary.ts';

/** A headless browser that remembers what its pages complained about. */
export interface TestBrowser {
  /** Opens `url` in a fresh context and waits until `live` is seen; else until the sandbox's page is live. */
  open(url: string, options?: BrowserContextOptions & { live?: string }): Promise<Page>;
  /** Errors of scripts, of the console and of the content security policy, in every page so far. */
  complaints: string[];
  close(): Promise<void>;
}

/** No sandbox: tests run as root too. The rest keeps Chromium from calling home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = process.env.CHROMIUM_PATH ?? findChromium()?.path;
  if (executablePath === undefined) throw new Error('no Chromium here: set CHROMIUM_PATH, or run npm test');
  const browser: Browser = await chromium.launch({ executablePath, args: flags });
  const complaints: string[] = [];
  return {
    complaints,
    async open(url, given = {}) {
      const { live = 'Tandem is running', ...options } = given;
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('requestfailed', (request) => {
        if (!request.url().endsWith('/events')) complaints.push(`failed: ${request.url()}`);
      });
      await page.goto(url);
      await page.getByText(live).first().waitFor();
      return page;
    },
    close: () => browser.close(),
  };
}
