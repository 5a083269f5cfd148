// SPDX-License-Identifier: Apache-2.0
// Takes a picture of a report's top: node picture.mjs BROWSER REPORT PICTURE.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { launch, withPage } from './browser.mjs';

const [program, report, picture] = process.argv.slice(2);
const mostBytes = 250_000;

const browser = await launch(program);
const size = { width: 1280, height: 1200 };  // down to the percentiles over time
await withPage(browser, resolve(report), size, [], (page) => page.screenshot({ path: picture, clip: { x: 0, y: 0, ...size } }));
await browser.close();
const bytes = statSync(picture).size;
console.log(`${picture}: ${bytes} bytes`);
process.exit(bytes < mostBytes ? 0 : 1);
