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
    await chat.getByText(answer).first().waitFor();
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
  await page.getByRole('button', { name: 'Send a photo' }).click();
  await chat.getByText('Thank you for the photo').waitFor();
  await write('Show me your jackets', 'Mooring fleece');
  await chat.getByRole('button', { name: 'Book a fitting' }).waitFor();
  await write('The zip of mine is torn. I have a complaint.', 'Vou chamar');
  await page.locator('#owner[data-owner="human"]').waitFor();
  await page.locator('.facts [data-kind="priority"]').waitFor();
  await page.locator('.entry[data-private]').waitFor();
  await page
    .locator('#flow-lines')
    .getByText('The end of this message: it was handed to a human')
    .first()
    .waitFor();
  await page.locator('.route [data-lit]').first().waitFor({ state: 'detached' });
  // They fade for half a second.
  await page.waitForTimeout(600);
  await page.screenshot({ path: resolve(folder, 'sandbox.png') });
} finally {
  await browser.close();
  await product.stop();
}
