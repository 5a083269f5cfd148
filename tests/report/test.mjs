// SPDX-License-Identifier: Apache-2.0
// Opens reports in a browser: node test.mjs BROWSER REPORT_LOAD CLAMOR_REPORT. One line per mistake; exit code 1.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { launch, withPage } from './browser.mjs';
import { hostileTexts } from './hostile_texts.mjs';
import { layoutMistakes } from './layout.mjs';
import { checkInteraction } from './interaction.mjs';
import { compareNumbers } from './numbers.mjs';
import { names, openFoldables, readPage, selectors } from './page.mjs';
import { makeReports } from './reports.mjs';

const [program, load, report] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(process.cwd(), 'pictures');

const mistakes = [];
const expect = (what, isTrue) => { if (!isTrue) mistakes.push(what); };
const take = (what, found) => mistakes.push(...found.map((mistake) => `${what}: ${mistake}`));

// The whole page, of a long one the beginning.
async function photograph(page, name) {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }));
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 3000) } });
}

// Opens a report, and takes for mistakes what the page should not have done.
async function open(browser, { name, file }, how, use) {
  const faults = [];
  await withPage(browser, file, how, faults, use);
  take(`${name}, ${JSON.stringify(how)}`, faults);
}

function checkContents({ name, standing, results }, page) {
  expect(`${name}: the heading is "${page.heading}", not ${standing}`, page.heading.endsWith(standing));
  expect(`${name}: ${page.sections.length} sections for ${results.length} results`, page.sections.length === results.length);
  if (!name.startsWith('hostile_')) take(name, compareNumbers(page, results));
}

// Where a viewer blocks styles as well, tables are still tables.
async function checkUnstyled(browser, made) {
  const text = readFileSync(made.file, 'utf8');
  const blocked = text.replace(/style-src [^;"]*/, "style-src 'none'");
  expect(`${made.name}: the policy has no style-src`, blocked !== text);
  const file = join(made.folder, 'unstyled.html');
  writeFileSync(file, blocked);
  await withPage(browser, file, { scripts: false }, [], async (page) => {
    const isStyled = await page.evaluate(() => getComputedStyle(document.body).maxWidth !== 'none');
    expect(`${made.name}: its styles were not blocked`, !isStyled);
    checkContents(made, await readPage(page));
    const flat = await page.evaluate(() => [...document.querySelectorAll('table')].filter((table) => table.checkVisibility()
      && [...table.rows].some((row) => getComputedStyle(row).display !== 'table-row')).length);
    expect(`${made.name}: without styles ${flat} tables are none`, flat === 0);
    take(`${made.name} without styles`, (await layoutMistakes(page)).filter((mistake) => mistake.includes('overlap')));
    await photograph(page, `${made.name}-unstyled`);
  });
}

const isHostile = ({ name }) => name.startsWith('hostile');

const scriptsIn = (html) => [...html.matchAll(/<script(?![^>]*application\/json)[^>]*>([^]*?)<\/script>/g)].map(([, script]) => script);

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// A hostile text is text: nothing of it runs, is an element, or leads anywhere.
async function checkHostile(made, page) {
  const own = scriptsIn(readFileSync(made.peer, 'utf8'));
  await openFoldables(page);
  const found = await page.evaluate(() => ({
    pwned: window.pwned,
    scripts: [...document.querySelectorAll('script:not([type="application/json"])')].map(({ textContent }) => textContent),
    data: [...document.querySelectorAll('script[type="application/json"]')].map(({ textContent }) => textContent),
    foreign: [...document.querySelectorAll('img, iframe, object, embed, form, base, link')].map(({ tagName }) => tagName),
    handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes]).filter(({ name }) => /^on/.test(name)).length,
    links: [...document.querySelectorAll('a')].map((link) => link.protocol).filter((protocol) => protocol !== 'file:'),
    end: document.body.lastElementChild.tagName,
    // What would act unseen; line ends and tabs may stay.
    hidden: /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/.exec(document.body.textContent)?.[0],
  }));
  expect(`${made.name}: a script of the server ran: ${found.pwned}`, found.pwned === undefined);
  for (const script of found.scripts) expect(`${made.name}: not the report's own script: ${script.slice(0, 200)}`, own.includes(script));
  for (const data of found.data) expect(`${made.name}: no data: ${data.slice(0, 200)}`, isJson(data));
  expect(`${made.name}: foreign elements: ${found.foreign}`, found.foreign.length === 0);
  expect(`${made.name}: ${found.handlers} event handlers`, found.handlers === 0);
  expect(`${made.name}: links to ${found.links}`, found.links.length === 0);
  expect(`${made.name}: the page ends in ${found.end}`, ['MAIN', 'FOOTER', 'SCRIPT'].includes(found.end));
  expect(`${made.name}: U+${found.hidden?.charCodeAt(0).toString(16)} is in the text`, found.hidden === undefined);
  const { headings, rows } = await readPage(page);
  expect(`${made.name}: ${headings} headings`, headings === 1);
  const said = rows(names.failureTable).map((row) => row[names.example]).join('\n');
  for (const { name, shown } of made.name === 'hostile' ? hostileTexts : []) {
    expect(`${made.name}: the text "${name}" is not shown as "${shown}"`, said.includes(shown));
  }
}

// In the window's widths of a screen and of a phone, in both colour schemes.
async function checkLooks({ name }, page) {
  const isLarge = ['many', 'long'].includes(name);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await photograph(page, `${name}-${width}-${colorScheme}`);
    }
  }
  // What is folded in the large ones is in others as well, and would take most of the time.
  if (!isLarge) await openFoldables(page);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    take(`${name} at ${width} px`, await layoutMistakes(page));
  }
  if (name === 'many') return checkAccessible(page, name, { within: selectors.contents });
  if (isLarge) return;
  await checkAccessible(page, `${name}, dark`, { rule: 'color-contrast' });
  await page.emulateMedia({ colorScheme: 'light' });
  await checkAccessible(page, name);
}

// With and without scripts a page says the same.
async function checkReport(browser, made) {
  const cellsOf = ({ tables }) => JSON.stringify(tables.map(({ rows }) => rows));
  let plain;
  await open(browser, made, { scripts: false }, async (page) => {
    plain = await readPage(page);
    if (isHostile(made)) await checkHostile(made, page);
  });
  checkContents(made, plain);
  await open(browser, made, {}, async (page) => {
    expect(`${made.name}: the tables need scripts`, cellsOf(plain) === cellsOf(await readPage(page)));
    await checkLooks(made, page);
    if (isHostile(made)) await checkHostile(made, page);
  });
}

// By axe-core's rules for WCAG 2.1, levels A and AA, or the one that is named.
async function checkAccessible(page, what, { within = 'html', rule } = {}) {
  const runOnly = rule ? { type: 'rule', values: [rule] } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  await page.evaluate(axe);  // by the debugger, which no policy of the page keeps out
  const { violations } = await page.evaluate((options) => window.axe.run(options.within, options), { within, runOnly, resultTypes: ['violations'] });
  take(what, violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.length} times, such as ${nodes[0].html.slice(0, 200)}`));
}

// What must be found, so that a check that sees nothing is not taken for a sound page.
async function findPlantedMistakes(browser, made) {
  const file = join(made.folder, 'planted.html');
  const planted = `<style>.planted { width: 3rem; overflow: hidden; white-space: nowrap; color: #bbb }</style>
    <p class="planted">a text that is cut</p><p style="width: 3000px">wide</p><p>covered</p><p style="margin-top: -2rem">covering</p>
    <script>console.error('planted')</script><img src="planted.png" alt=""/>`;
  const text = readFileSync(made.file, 'utf8').replace(/<meta http-equiv[^>]*>/, '').replace('</main>', `${planted}</main>`)
    .replace(/(<caption>metrics<[^]*?<td align="right">)/, '$19');
  writeFileSync(file, text);
  const found = [];
  await withPage(browser, file, {}, found, async (page) => {
    found.push(...await layoutMistakes(page), ...compareNumbers(await readPage(page), made.results));
    const before = mistakes.length;
    await checkAccessible(page, 'planted');
    found.push(...mistakes.splice(before));
  });
  for (const expected of [/console: planted/, /request: .*planted.png/, /is cut: "a text/, /px wide/, /"cover\w+" and "cover\w+" overlap/, /the result has/, /color-contrast/]) {
    expect(`the planted ${expected} is not found`, found.some((line) => expected.test(line)));
  }
}

// The same of a hostile text: one that nobody escaped, on a page without a policy.
async function findPlantedScript(browser, made) {
  const file = join(made.folder, 'planted.html');
  writeFileSync(file, readFileSync(made.file, 'utf8').replace(/<meta http-equiv[^>]*>/, '')
    .replace(/&lt;(script)&gt;(.*?)&lt;(\/script)&gt;/, '<$1>window.pwned = 1<$3>'));
  const before = mistakes.length;
  await withPage(browser, file, {}, [], (page) => checkHostile(made, page));
  const found = mistakes.splice(before);
  for (const expected of [/a script of the server ran/, /not the report's own script/]) {
    expect(`the planted ${expected} is not found`, found.some((line) => expected.test(line)));
  }
}

// What grows with what was measured: the numbers below the charts, and those that a script reads.
const data = /<script type="application\/json"[^]*?<\/script>|<figure\b[^]*?<\/figure>/g;

// Of runs of 27 minutes: small, and on the screen at once.
async function checkLoads(browser, made) {
  const html = readFileSync(made.file, 'utf8');
  const bytes = Buffer.byteLength(html);
  const size = Buffer.byteLength(html.replace(data, ''));
  const times = [];
  await open(browser, made, {}, async (page) => {
    for (let i = 0; i < 3; ++i) {
      await page.reload();
      times.push(await page.evaluate(() => new Promise((resolve) => {
        const loaded = performance.getEntriesByType('navigation')[0].loadEventEnd;
        new PerformanceObserver((list) => resolve(Math.max(loaded, list.getEntries()[0].startTime))).observe({ type: 'paint', buffered: true });
      })));
    }
  });
  const median = times.sort((a, b) => a - b)[1];
  console.log(`${made.results.length} runs of 27 minutes: ${Math.round(size / 1024)} KiB and ${Math.round((bytes - size) / 1024)} KiB of data, on the screen after ${Math.round(median)} ms`);
  expect(`the report of long runs has ${size} bytes beside its data`, size < 400 * 1024);
  expect(`the report of long runs took ${median} ms`, median < 3000);
}

const steps = [];
async function timed(what, done) {
  const begun = Date.now();
  const value = await done();
  steps.push(`${what} ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return value;
}

rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures);
const reports = await timed('runs', () => makeReports({ load, report, folder: join(process.cwd(), 'reports') }));
const [first] = reports;
const browser = await timed('start', () => launch(program));
// Two at a time.
function each(filter, check) {
  const left = reports.filter(filter);
  const work = async () => { for (let made = left.shift(); made; made = left.shift()) await check(browser, { ...made, peer: first.file }); };
  return Promise.all([work(), work()]);
}
await timed('planted', async () => {
  await findPlantedMistakes(browser, first);
  await findPlantedScript(browser, { ...reports.find(({ name }) => name === 'hostile'), peer: first.file });
});
await timed('reports', () => each(() => true, checkReport));
await timed('unstyled', () => each(({ name }) => ['failing', 'hostile'].includes(name), checkUnstyled));
await timed('interaction', () => each(({ name }) => name === 'long', (_, made) => open(browser, made, {}, (page) =>
  checkInteraction(page, (what, isTrue) => expect(`${made.name}: ${what}`, isTrue)))));
await timed('load', () => each(({ name }) => name === 'long', checkLoads));
const version = browser.version();
await browser.close();
for (const mistake of mistakes.sort()) console.error(mistake);
console.log(`Chromium ${version}, Node ${process.version}: ${reports.length} reports, ${mistakes.length} mistakes (${steps.join(', ')})`);
process.exit(mistakes.length === 0 ? 0 : 1);
