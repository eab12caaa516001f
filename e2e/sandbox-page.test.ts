import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './open-browser.ts';
import { type Product, startProduct } from './start-product.ts';

let product: Product;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
  page = await browser.open(product.sandbox.url);
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const chat = () => page.getByRole('log', { name: 'Conversation as the customer sees it' });
const thread = () => page.getByRole('log', { name: 'Conversation as the agent sees it' });
const events = () => page.getByRole('list', { name: 'Events, newest first' });
const owner = () => page.locator('#owner');
const badge = () => page.locator('.conversations [aria-current] .badge');

/** Polls until the expectation holds; a machine under load may take its time. */
const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 20_000 });

async function newCustomer(): Promise<void> {
  const before = await page.getByRole('combobox', { name: 'You write as' }).locator('option').count();
  await page.getByRole('button', { name: 'New customer' }).click();
  await expect
    .poll(() => page.getByRole('combobox', { name: 'You write as' }).locator('option').count())
    .toBe(before + 1);
  await chat().getByText('Say something, or pick one of these').waitFor();
}

async function write(words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your message as the customer' }).fill(words);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await chat().getByText(words).waitFor();
}

async function replyAsAgent(words: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message as/ }).fill(words);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await chat().getByText(words).waitFor();
}

it('answers a customer from the knowledge base and shows the way of the message', async () => {
  await write('When are you open?');
  await page.getByText('Harper is typing').waitFor();
  await chat().getByText('Monday to Saturday').waitFor();
  await page.getByText('Harper is typing').waitFor({ state: 'hidden' });
  await eventually(() => badge().textContent()).toBe('Bot');
  for (const words of [
    /wrote “When are you open\?”/,
    /The customer’s message: stored first, then answered 200/,
    /The bot is asked “When are you open\?”, with configuration version 1 and 6 answers/,
    /The bot answers “We are open/,
    /The bot’s answer: stored first/,
    /The customer now sees the reply/,
    /The end of this message: it was answered/,
  ]) {
    await events().getByText(words).first().waitFor();
  }
});

it('tells why, step by step', async () => {
  await thread()
    .getByRole('button', { name: /When are you open/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'What happened to this message' });
  await dialog.getByText('A turn began').waitFor();
  await dialog.getByText(/^It was answered/).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

it('silences the bot when an agent replies, says so with the reason, and gives it back', async () => {
  await newCustomer();
  await write('Hello');
  await chat().getByText('I am Harper').waitFor();
  await replyAsAgent('Jonas here, I take over.');
  await eventually(() => badge().textContent()).toBe('Human');
  await eventually(() => owner().textContent()).toMatch(/the bot keeps silent · an agent replied/);
  await events().getByText('A human owns this conversation from here on: an agent replied').waitFor();

  await write('Do you repair jackets?');
  await events()
    .getByText(/not answered by the bot: a human owns the conversation/)
    .waitFor();
  expect(await chat().getByText('repaired in our workshop').count()).toBe(0);

  await page.getByRole('button', { name: 'Hand back' }).click();
  await eventually(() => badge().textContent()).toBe('Bot');
  await write('Do you sell gift cards?');
  await chat().getByText('Gift cards come in any amount').waitFor();
});

it('hands over by a click and takes a resolved conversation up again', async () => {
  await newCustomer();
  await write('Hello');
  await chat().getByText('I am Harper').waitFor();
  await page.getByRole('button', { name: 'Take over' }).click();
  await eventually(() => badge().textContent()).toBe('Human');
  await page.getByRole('button', { name: 'Resolve' }).click();
  await eventually(() => badge().textContent()).toBe('Bot');
  await write('How long does delivery take?');
  await chat().getByText('Two to three working days').waitFor();
});

it('fetches a human when the customer asks for one', async () => {
  await newCustomer();
  await page.getByRole('button', { name: 'Can I talk to a human?' }).click();
  await chat().getByText('I’ll get a colleague').waitFor();
  await eventually(() => badge().textContent()).toBe('Human');
  await thread().getByText('Conversation was marked open').waitFor();
});

it('carries a clicked choice to the bot', async () => {
  await newCustomer();
  await write('I want to book a fitting');
  await chat().getByText('When would you like to come in?').waitFor();
  await chat().getByRole('button', { name: 'Tomorrow, 10:30' }).click();
  await chat().getByText('Done: Tomorrow, 10:30 is booked for you.').waitFor();
  await events().getByText('The customer chose “Tomorrow, 10:30”').waitFor();
});

it('shows cards that can be followed and answered', async () => {
  await newCustomer();
  await write('Show me your jackets');
  const link = chat().getByRole('link', { name: 'Look at it' }).first();
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe('https://harbor-lane.example/jackets/skerry');
  await chat().getByRole('button', { name: 'Book a fitting' }).click();
  await chat().getByText('When would you like to come in?').waitFor();
  await thread().getByRole('list', { name: 'Cards' }).getByText('Mooring fleece').waitFor();
});

it('shows attachments on both sides', async () => {
  await newCustomer();
  await page.getByRole('button', { name: 'Send a photo' }).click();
  await chat()
    .getByRole('img', { name: /^Photo/ })
    .waitFor();
  await thread()
    .getByRole('img', { name: /^Photo/ })
    .waitFor();
  await chat().getByText('Thank you for the photo').waitFor();
});

it('shows beside a handoff what the agent is to know, and until when somebody has to answer', async () => {
  await newCustomer();
  await write('I have a complaint');
  await eventually(() => badge().textContent()).toBe('Human');
  await eventually(() => owner().textContent()).toMatch(/nobody has answered yet, \d+ min left/);
  const facts = page.getByRole('list', { name: 'Labels and more' });
  await facts.getByText('handoff', { exact: true }).waitFor();
  await facts.getByText('high priority').waitFor();
  await facts.getByText(/^speaks/).waitFor();
  await replyAsAgent('I am here now.');
  await eventually(() => owner().textContent()).not.toMatch(/min left/);
});

it('keeps private notes and markup where they belong', async () => {
  await newCustomer();
  await write('<img src=x onerror="document.title=1"> <b>bold</b>');
  await page.getByText('Private note', { exact: true }).click();
  await page.getByRole('textbox', { name: /^Message as/ }).fill('Only for us');
  await page.getByRole('button', { name: 'Add note' }).click();
  await thread().getByText('Only for us').waitFor();
  expect(await chat().getByText('Only for us').count()).toBe(0);
  expect(await page.locator('#chat img, #chat b, #flow-lines img').count()).toBe(0);
  await page.getByText('Reply', { exact: true }).click();
});

it('recognises duplicates that the fault panel makes, and answers once', async () => {
  await newCustomer();
  const isTurned = page.waitForResponse('**/api/faults');
  await page.getByRole('slider', { name: /^Duplicate/ }).fill('100');
  await isTurned;
  await write('Where is my order?');
  await events()
    .getByText('The customer’s message once more: known already, nothing is done twice')
    .first()
    .waitFor();
  await events().getByText('Fault: A webhook was sent twice').first().waitFor();
  await chat().getByText('You find the live position').waitFor();
  await page.getByRole('button', { name: 'All off' }).click();
  await eventually(() => page.getByRole('slider', { name: /^Duplicate/ }).inputValue()).toBe('0');
  expect(await chat().getByText('You find the live position').count()).toBe(1);
});

it.each([
  ['a phone', { viewport: { width: 390, height: 844 }, isMobile: true }],
  ['the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
])('fits %s, with a name for everything one can use', async (_where, options) => {
  const other = await browser.open(product.sandbox.url, options);
  await other.getByRole('log', { name: 'Conversation as the agent sees it' }).waitFor();
  expect(
    await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
  const controls = other.locator('button, input, select, summary, a[href]');
  const nameless = await controls.evaluateAll((elements) =>
    elements
      .filter((element) => {
        const labels = 'labels' in element ? [...(element.labels as NodeListOf<Element>)] : [];
        const words = [
          element.getAttribute('aria-label'),
          element.textContent,
          ...labels.map((label) => label.textContent),
        ];
        return words.every((word) => (word ?? '').trim() === '');
      })
      .map(({ outerHTML }) => outerHTML),
  );
  expect(nameless).toEqual([]);
  await other.context().close();
});

it('leaves the console clean', () => {
  expect(browser.complaints).toEqual([]);
});
