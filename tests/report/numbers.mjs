// SPDX-License-Identifier: Apache-2.0
// Holds the numbers of a page against the results that it was made of.
import { names, wordOf } from './page.mjs';

const factors = { min: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9, '%': 0.01, GB: 1e9, MB: 1e6, kB: 1e3, B: 1, '': 1 };

// "1.23 s" with the half of its last digit: { value, margin }. Three digits are shown, zeros at the end left out; all of those
// before the point are. Throws where it is no number.
export function parseShown(text) {
  const match = /^(-?[\d,]*\.?\d+) ?([a-zA-Z%]*)/.exec(text);
  if (!match || !(match[2] in factors)) throw new Error(`"${text}" is no number`);
  const shown = Number(match[1].replaceAll(',', ''));
  const before = shown === 0 ? 1 : Math.floor(Math.log10(Math.abs(shown))) + 1;
  const factor = factors[match[2]];
  return { value: shown * factor, margin: (0.5 * 10 ** -Math.max(0, 3 - before) + 1e-9) * factor };
}

const count = (text) => Number(/^[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', '') ?? NaN);

function expectNear(what, text, expected, mistakes) {
  try {
    const { value, margin } = parseShown(text ?? '');
    if (!(Math.abs(value - expected) <= margin)) mistakes.push(`${what} is ${text}, the result has ${expected}`);
  } catch (error) {
    mistakes.push(`${what}: ${error.message}, the result has ${expected}`);
  }
}

const isWhole = ({ tags }) => Object.keys(tags).length === 0;

function compareFigures(result, section, mistakes) {
  const counter = (metric) => result.counters.find((series) => series.metric === metric && isWhole(series))?.value ?? 0;
  const [succeeded, failed] = [counter('turns_succeeded'), counter('turns_failed')];
  for (const [name, expected] of [[names.turns, succeeded + failed], [names.failedTurns, failed]]) {
    if (count(section.figures[name]) !== expected) mistakes.push(`${name} is ${section.figures[name]}, the result has ${expected}`);
  }
}

function compareMetrics(result, rows, mistakes) {
  const whole = result.trends.filter((series) => isWhole(series) && series.summary.count > 0);
  if (whole.length === 0) return;
  for (const { metric, summary } of whole) {
    const row = rows.find((candidate) => candidate[names.metric].startsWith(metric));
    if (!row) {
      mistakes.push(`${metric} has no row`);
      continue;
    }
    if (count(row.count) !== summary.count) mistakes.push(`${metric}: count is ${row.count}, the result has ${summary.count}`);
    for (const column of ['mean', 'min', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max']) {
      expectNear(`${metric}: ${column}`, row[column], summary[column], mistakes);
    }
  }
}

function compareVerdicts(result, title, rows, mistakes) {
  for (const verdict of result.verdicts.filter(({ warns, verdict: kind }) => !(warns && kind === 'failed'))) {
    const word = wordOf(verdict);
    const row = rows.find((each) => each[names.sla] === verdict.sla && title.endsWith(each[names.loadTest] ?? '') && each[names.verdict].endsWith(word));
    if (!row) {
      mistakes.push(`no row says that ${verdict.sla} of ${title} came out ${word}`);
    } else if (verdict.evidence.value !== undefined) {
      compareEvidence(verdict, row, mistakes);
    }
  }
}

function compareEvidence({ sla, evidence }, row, mistakes) {
  expectNear(`${sla}: ${names.measured}`, row[names.measured], evidence.value, mistakes);
  if (evidence.samples > 0 && count(row[names.samples]) !== evidence.samples) {
    mistakes.push(`${sla}: samples are ${row[names.samples]}, the result has ${evidence.samples}`);
  }
  const ends = row[names.interval].split(' to ');
  [evidence.low, evidence.high].forEach((end, i) => {
    if (end !== undefined) expectNear(`${sla}: end ${i + 1} of the interval`, ends[i], end, mistakes);
  });
}

// A line for each number or verdict that the page (of readPage) does not show as its results have it.
export function compareNumbers(page, results) {
  const mistakes = [];
  const verdicts = page.rows(names.slaTable);
  for (const result of results) {
    const fullName = `${result.suite}.${result.test}`;
    const section = page.sections.find(({ title }) => title.endsWith(fullName));
    if (!section) {
      mistakes.push(`${fullName} has no section`);
      continue;
    }
    const found = [];
    compareFigures(result, section, found);
    compareMetrics(result, page.rows(names.metricTable, section.id), found);
    compareVerdicts(result, section.title, verdicts, found);
    mistakes.push(...found.map((mistake) => `${fullName}: ${mistake}`));
  }
  return mistakes;
}
