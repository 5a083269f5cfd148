// SPDX-License-Identifier: Apache-2.0
// A result of many minutes made of one of seconds: what it measured, over and over.

const repeated = (list, length) => Array.from({ length }, (_, i) => list[i % list.length]);

// Cells hold their distance to the one before, then pairs of bucket and count.
function stretchedTimeline(timeline, seconds) {
  if (timeline.cells.length === 0) return timeline;
  const cells = repeated(timeline.cells.map((cell) => cell.slice(1)), seconds).map((buckets, i) => [i === 0 ? 0 : 1, ...buckets]);
  return { ...timeline, cell_seconds: 1, cells };
}

export function stretched(result, seconds, test) {
  const copy = structuredClone(result);
  copy.test = test;
  copy.counted_s = seconds;
  copy.wall_s = seconds + 1;
  for (const series of [...copy.counters, ...copy.gauges]) {
    if (series.per_second.length > 0) series.per_second = repeated(series.per_second, seconds);
  }
  for (const series of copy.trends) {
    if (Object.keys(series.tags).length === 0) series.timeline = stretchedTimeline(series.timeline, seconds);
  }
  return copy;
}
