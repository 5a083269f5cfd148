// SPDX-License-Identifier: Apache-2.0
// What of report.html the tests know: its selectors, captions and column heads, all of them here.

export const names = {
  slaTable: 'SLAs', verdict: 'verdict', loadTest: 'load test', sla: 'SLA',
  measured: 'measured', samples: 'samples', interval: 'confidence interval',
  metricTable: 'metrics', metric: 'metric', failureTable: 'failures', example: 'for example',
  turns: 'turns', failedTurns: 'failed turns',
};

export const selectors = {
  scrolling: '.scrolls',  // what alone may be wider than the page
  contents: 'nav',  // where there are several load tests
  section: 'main > section',
  foldable: 'details',
  figure: 'dl > div',
  chart: 'figure[data-seconds]',  // over time
  times: '.times', cursor: '.cursor', readout: '.readout',
  sorter: 'button',
};

// How a verdict reads, by the result's words.
export const wordOf = ({ verdict, uncertain }) => (verdict === 'passed' && uncertain ? 'UNCERTAIN' : verdict.toUpperCase());

// Runs in the page: its contents as plain data. Column heads lose what a script may add to them, such as arrows.
function contents(known) {
  const text = (element) => element.textContent.trim();
  const plain = (element) => text(element).replace(/[^\w.% ]/g, '').trim();
  const cells = (row) => [...row.cells].map(text);
  const tables = [...document.querySelectorAll('table')].map((table) => ({
    caption: table.caption ? text(table.caption) : '',
    section: table.closest(known.section)?.id ?? '',
    head: table.tHead ? [...table.tHead.rows[0].cells].map(plain) : [],
    rows: [...table.tBodies].flatMap((body) => [...body.rows].map(cells)),
  }));
  const sections = [...document.querySelectorAll(known.section)].map((section) => ({
    id: section.id,
    title: text(section.querySelector('h2')),
    // Of several with one name the first.
    figures: Object.fromEntries([...section.querySelectorAll(known.figure)].reverse().map(({ children: [name, value] }) => [text(name), text(value)])),
  }));
  return { heading: text(document.querySelector('h1')), headings: document.querySelectorAll('h1').length, tables, sections };
}

// The rows of a table of that caption, each an object by column heads.
function rowsOf(tables, caption, section) {
  return tables.filter((table) => table.caption === caption && (section === undefined || table.section === section))
    .flatMap(({ head, rows }) => rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]]))));
}

export async function readPage(page) {
  const read = await page.evaluate(contents, selectors);
  return { ...read, rows: (caption, section) => rowsOf(read.tables, caption, section) };
}

export const openFoldables = (page) => page.evaluate((selector) => {
  for (const element of document.querySelectorAll(selector)) element.open = true;
}, selectors.foldable);
