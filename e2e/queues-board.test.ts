import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './open-browser.ts';
import { type Product, startProduct } from './start-product.ts';

let product: Product;
let browser: TestBrowser;
beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

it('lets an operator log in and look at the queues, and change nothing', async () => {
  const page = await browser.open(`${product.apiUrl}/queues`, { live: 'For operators' });
  await page.getByLabel('API key').fill('tdm_wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('This key does not work here.').waitFor();
  // The browser reports the refusal as an error of the page.
  browser.complaints.splice(0);
  await page.getByLabel('API key').fill(product.rootKey);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('lane wakes').first().waitFor();
  await page.getByText('jobs: background').first().waitFor();
  await page.getByText('lane wakes').first().click();
  await page.getByText('Delayed').first().waitFor();
  expect(browser.complaints).toEqual([]);
  const refused = await page.evaluate(async () => {
    const answer = await fetch('/queues/api/queues/lanes-0.wakes/pause', { method: 'PUT' });
    return answer.status;
  });
  expect(refused).toBe(405);
  await page.goto(`${product.apiUrl}/queues/logout`);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('API key').waitFor();
});
