// SPDX-License-Identifier: Apache-2.0
// Opens reports in Chromium, and keeps what a page should not do: complain, ask, or fetch.
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

// As root there is no sandbox, and a container's /dev/shm is small.
const options = ['--disable-dev-shm-usage', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])];

export const launch = (executablePath) => chromium.launch({ executablePath, args: options });

// Opens the file and calls use(page); resolves to what it gives. `faults` takes a line for each thing that the page should not
// have done. `how`: { scripts = true, scheme = 'light', width = 1280, height = 900 }
export async function withPage(browser, file, how, faults, use) {
  const { scripts = true, scheme = 'light', width = 1280, height = 900 } = how;
  const context = await browser.newContext({ javaScriptEnabled: scripts, colorScheme: scheme, viewport: { width, height } });
  try {
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`uncaught: ${error}`));
    page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('popup', () => faults.push('a window was opened'));
    page.on('request', (request) => {
      if (request.url() !== url) faults.push(`request: ${request.url().slice(0, 200)}`);
    });
    await page.goto(url, { waitUntil: 'load' });
    return await use(page);
  } finally {
    await context.close();
  }
}
