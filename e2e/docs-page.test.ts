import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createDocsRoutes } from '@tandem/api/docs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './open-browser.ts';

const server = createAdaptorServer({ fetch: createDocsRoutes().fetch });
let url: string;
let browser: TestBrowser;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  [browser] = await Promise.all([openBrowser(), once(server, 'listening')]);
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
}, 90_000);
afterAll(async () => {
  await browser?.close();
  server.close();
});

it('the reference page shows every call, asks nobody else for anything and breaks no rule of its policy', async () => {
  const page = await browser.open(`${url}/docs`, { live: 'Create a tenant' });
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await page.goto(`${url}/docs#/config/configPut`);
  await page.reload();
  const operation = page.locator('#operations-config-configPut');
  await operation.getByText('For keys of the tenant from role').waitFor();
  expect(await operation.getByText('The version the caller has seen').count()).toBe(1);
  expect(asked.filter((one) => !one.startsWith(`${url}/`) && !one.startsWith('data:'))).toEqual([]);
  expect(asked.length).toBeGreaterThan(3);
  expect(browser.complaints).toEqual([]);
}, 120_000);
