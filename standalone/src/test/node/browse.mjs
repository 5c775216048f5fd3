// Opens a link in a browser, as whoever scanned it does.
//
//   node browse.mjs '{"browser": "/usr/bin/chromium", "url": ..., "recipient": ..., "passcode": ..., "document": ..., "screenshot": ...}'
//
// Only browser and url are needed. Prints as JSON: {"title", "text" (what is to be read), "document" (what is to be
// read of that document when it is a text), "downloaded" (its bytes in base64), "requests" (every address, method, headers and
// body that went out), "errors" (of the console and of scripts)}.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const asked = JSON.parse(process.argv[2]);
const ANSWERED = '.passport, .problem, #problem:not(:empty)';
const FLAGS = [
  '--no-sandbox', // Containers have no user namespaces.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'browser-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: asked.browser,
  args: FLAGS,
  viewport: { width: asked.width ?? 1000, height: 900 },
  acceptDownloads: true,
});
try {
  const page = context.pages()[0];
  const requests = [];
  const errors = [];
  context.on('request', (request) => {
    // The browser's own PDF viewer and our blobs are not the network.
    if (/^(https?|wss?|ftp):/.test(request.url())) {
      requests.push({ url: request.url(), method: request.method(), headers: request.headers(), body: request.postData() });
    }
  });
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (failure) => errors.push(failure.message));

  await page.goto(asked.url);
  const result = {};
  if (asked.recipient) {
    await page.getByLabel('Your name').fill(asked.recipient);
    if (asked.passcode) {
      await page.getByLabel('Passcode').fill(asked.passcode);
    }
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator(ANSWERED).first().waitFor();
  }
  result.text = await page.locator('main').innerText();
  if (asked.document) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download ${asked.document}` }).click();
    result.downloaded = fs.readFileSync(await (await download).path()).toString('base64');
    await page.getByRole('button', { name: `Open ${asked.document}` }).click();
    await page.locator('.panel:not([hidden])').waitFor();
    result.document = await page.locator('.panel:not([hidden])').innerText();
  }
  if (asked.screenshot) {
    await page.screenshot({ path: asked.screenshot, fullPage: true });
  }
  console.log(JSON.stringify({ ...result, title: await page.title(), requests, errors }));
} finally {
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
