import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { sendBytes, serveFiles } from '../../../test/file-server.ts';
import { fake, openClient, url } from '../../../test/open-client.ts';

const script = fileURLToPath(new URL('../../../test/send-large-file.ts', import.meta.url));
const mib = 1024 * 1024;

it('a file of 25 MB goes through while resident memory rises by at most 60 MB', async () => {
  const server = await serveFiles((request, response) => {
    sendBytes(response, request.url === '/large' ? 25 * mib : 1_000, true);
  });
  const desk = openClient();
  const input = {
    settings: { baseUrl: url, accountId: desk.account.id, botToken: desk.bot.token },
    conversationId: desk.place.conversationId,
    files: { small: `${server.url}/small`, large: `${server.url}/large` },
  };
  const args = ['--expose-gc', script, JSON.stringify(input)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  const { roseBytes, degraded } = JSON.parse(stdout);
  expect(degraded).toBeNull();
  expect(fake.transcript(desk.place).at(-1)?.attachments).toMatchObject([{ file_size: 25 * mib }]);
  expect(roseBytes).toBeLessThanOrEqual(60 * mib);
}, 60_000);
