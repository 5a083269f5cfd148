// SPDX-License-Identifier: Apache-2.0
// Points, drags, types and clicks as a reader does, and holds what the page then says against its own tables.
import { parseShown } from './numbers.mjs';
import { selectors } from './page.mjs';

// Of the first section: what its charts say now, and what the first of them could.
const state = (page) => page.evaluate((known) => {
  const section = document.querySelector(known.section);
  const charts = [...section.querySelectorAll(known.chart)];
  const [chart] = charts;
  return {
    readouts: charts.map((each) => each.querySelector(known.readout).textContent),
    cursors: charts.filter((each) => each.querySelector(known.cursor).getAttribute('visibility') === 'visible').length,
    rows: [...chart.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
    steps: chart.dataset.seconds / chart.dataset.step,
    times: [...chart.querySelectorAll(`${known.times} text`)].map((label) => label.textContent),
  };
}, selectors);

// `share`: of the plot's width. What the plot holds may be wider than itself, so that its own box is of no use.
async function pointAt(page, share) {
  const picture = page.locator(`${selectors.chart} svg`).first();
  await picture.scrollIntoViewIfNeeded();
  const [left, width] = await picture.evaluate((svg) => ['x', 'width'].map((name) =>
    svg.querySelector('svg').getAttribute(name) / svg.viewBox.baseVal.width));
  const box = await picture.boundingBox();
  await page.mouse.move(box.x + box.width * (left + share * width), box.y + box.height / 2);
}

// The row of the table that a share of the whole time falls into, and those beside it: a pixel more or less is no mistake.
const rowsAt = ({ rows, steps }, share) => rows.slice(Math.max(0, Math.floor(share * steps) - 1), Math.floor(share * steps) + 2);

async function checkCursor(page, expect) {
  await pointAt(page, 0.5);
  const now = await state(page);
  const { readouts, cursors } = now;
  expect('not every chart tells of the moment', readouts.length > 3 && readouts.every((text) => text.startsWith('from ')));
  expect('not every chart has the cursor', cursors === readouts.length);
  const middle = rowsAt(now, 0.5);
  expect(`"${readouts[0]}" is not what the table has: ${middle.join(' or ')}`,
    middle.some(([from, value]) => readouts[0].startsWith(`from ${from}: `) && readouts[0].includes(value)));
  await page.mouse.move(0, 0);
  expect('the cursor stays', (await state(page)).cursors === 0);
}

async function checkZoom(page, expect) {
  const whole = (await state(page)).times;
  await pointAt(page, 0.25);
  await page.mouse.down();
  await pointAt(page, 0.5);
  await page.mouse.up();
  const part = (await state(page)).times;
  expect(`dragging shows ${part}`, part.length > 1 && part.join() !== whole.join());
  await pointAt(page, 0.5);
  const now = await state(page);
  const [told] = now.readouts;
  const there = rowsAt(now, 0.375);
  expect(`in a part of the time the cursor tells "${told}", not of ${there.join(' or ')}`, there.some(([from]) => told.startsWith(`from ${from}: `)));
  await page.locator(`${selectors.chart} ${selectors.scrolling}`).first().focus();
  await page.keyboard.press('Escape');
  expect('Escape does not show the whole', (await state(page)).times.join() === whole.join());
}

async function checkKeyboard(page, expect) {
  await pointAt(page, 0.5);
  await page.locator(`${selectors.chart} ${selectors.scrolling}`).first().focus();
  const before = await state(page);
  await page.keyboard.press('ArrowRight');
  const { readouts, rows } = await state(page);
  const at = rows.findIndex(([from]) => before.readouts[0].startsWith(`from ${from}: `));
  expect(`an arrow leads from "${before.readouts[0]}" to "${readouts[0]}"`, readouts[0].startsWith(`from ${rows[at + 1]?.[0]}: `));
  await page.keyboard.press('+');
  expect('+ shows no part', (await state(page)).times.join() !== before.times.join());
  await page.keyboard.press('-');
  expect('- does not lead back', (await state(page)).times.join() === before.times.join());
}

async function checkSorting(page, expect) {
  const column = () => page.evaluate((known) => {
    const table = [...document.querySelectorAll('table')].find((each) => each.caption?.textContent === 'metrics');
    const head = [...table.tHead.rows[0].cells].find((cell) => cell.textContent === 'p95');
    head.querySelector(known.sorter).click();
    return { order: head.getAttribute('aria-sort'), cells: [...table.tBodies[0].rows].map((row) => row.cells[head.cellIndex].textContent) };
  }, selectors);
  for (const [order, sign] of [['ascending', 1], ['descending', -1]]) {
    const sorted = await column();
    const values = sorted.cells.flatMap((cell) => (/\d/.test(cell) ? [sign * parseShown(cell).value] : []));
    const inOrder = values.every((value, i) => i === 0 || values[i - 1] <= value);
    expect(`sorted ${sorted.order} stand ${sorted.cells}`, sorted.order === order && values.length > 3 && inOrder);
  }
}

// `expect(what, isTrue)` takes the mistakes.
export async function checkInteraction(page, expect) {
  for (const check of [checkCursor, checkZoom, checkKeyboard, checkSorting]) await check(page, expect);
}
