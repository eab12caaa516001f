import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { openBrowser } from './open-browser.ts';
import { startProduct } from './start-product.ts';

/** Takes the README's picture of the sandbox anew: `node e2e/take-picture.ts`, with `DATABASE_URL` and `REDIS_URL`. */
const folder = resolve(import.meta.dirname, '../docs/images');

mkdirSync(folder, { recursive: true });
const product = await startProduct();
const browser = await openBrowser();
try {
  const page = await browser.open(product.sandbox.url, { viewport: { width: 1280, height: 880 } });
  const chat = page.locator('#chat');
  const write = async (words: string, answer: string) => {
    await page.locator('#customer-text').fill(words);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await chat.getByText(answer).waitFor();
  };
  const newCustomer = async () => {
    await page.getByRole('button', { name: 'New customer' }).click();
    await page.locator('#chat-empty').waitFor();
  };

  await write('Do you sell gift cards?', 'Gift cards come');
  await newCustomer();
  await write('Can I talk to a human?', 'get a colleague');
  await page.locator('#owner[data-owner="human"]').waitFor();
  await newCustomer();
  await write('Can you repair the zip of my jacket?', 'workshop');
  await page.locator('#agent-text').fill('Hi Ines, Jonas here. Bring it along today and I will have a look.');
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.locator('#owner[data-owner="human"]').waitFor();
  await page.getByText('Private note', { exact: true }).click();
  await page.locator('#agent-text').fill('Two-year warranty on this one: no charge.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.locator('.entry[data-private]').waitFor();
  await page.getByText('Reply', { exact: true }).click();
  await write('Great, see you at four!', 'see you at four');
  await page
    .locator('#flow-lines')
    .getByText('The end of this message: it was not answered by the bot')
    .waitFor();
  await page.locator('.route [data-lit]').first().waitFor({ state: 'detached' });
  // They fade for half a second.
  await page.waitForTimeout(600);
  await page.screenshot({ path: resolve(folder, 'sandbox.png') });
} finally {
  await browser.close();
  await product.stop();
}
