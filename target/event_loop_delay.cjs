// SPDX-License-Identifier: Apache-2.0
// Preloaded into the Node processes of a server that Clamor launched: once a second each appends a
// line to the file that CLAMOR_EVENT_LOOP_FILE names, its id and the nanoseconds of the longest that
// its event loop kept a timer waiting. The server must neither fail nor live on because of it.
'use strict';

const kEveryMs = 1000;
const kResolutionMs = 10;
// By then a histogram that was reset has ticked: until it has, it sees no delay that begins.
const kOverlapMs = 2 * kResolutionMs;

function watch(file) {
  const { appendFileSync } = require('fs');
  const { monitorEventLoopDelay } = require('perf_hooks');

  function histogram() {
    const started = monitorEventLoopDelay({ resolution: kResolutionMs });
    started.enable();
    return started;
  }

  // Its values are the times from tick to tick, of which the resolution is no delay.
  function tell(ended) {
    const delay = Math.max(0, Math.round(ended.max - kResolutionMs * 1e6));
    try {
      appendFileSync(file, `${process.pid} ${delay}\n`);
    } catch {
      // Nobody reads it any longer.
    }
  }

  // Two that take turns, and overlap, so that no delay falls between them.
  let ending = histogram();
  let following = histogram();

  function follow() {
    following.reset();
    setTimeout(end, kOverlapMs).unref();
  }

  // An immediate runs behind all timers that are due, the histograms' ticks among them.
  function end() {
    setImmediate(() => {
      tell(ending);
      [ending, following] = [following, ending];
      setTimeout(follow, kEveryMs - kOverlapMs).unref();
    }).unref();
  }

  setTimeout(follow, kEveryMs - kOverlapMs).unref();
}

try {
  const { isMainThread } = require('worker_threads');
  const file = process.env.CLAMOR_EVENT_LOOP_FILE;
  if (file && isMainThread) watch(file);
} catch {
  // A Node without these modules is not watched.
}
