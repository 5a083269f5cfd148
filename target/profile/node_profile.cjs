// SPDX-License-Identifier: Apache-2.0
// Preloaded into a Node server (NODE_OPTIONS=--require=...) to profile it from within:
// CLAMOR_PROFILE says what, cpu | heap | async, CLAMOR_PROFILE_FOLDER where to. Each process leaves
// one file when it ends by itself or is asked to by SIGTERM, SIGINT or SIGHUP; worker threads that end
// before it do, too. Node's own --cpu-prof and --heap-prof write the same profiles, but not when a
// signal ends the process, and NODE_OPTIONS does not take the first of them.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { isMainThread, threadId } = require('node:worker_threads');

// Written whole: a process may be killed while it writes.
function leave(extension, text) {
  const file = path.join(process.env.CLAMOR_PROFILE_FOLDER, `node-${process.pid}-${threadId}`);
  fs.writeFileSync(`${file}.part`, text);
  fs.renameSync(`${file}.part`, `${file}.${extension}`);
}

// Through V8's inspector, which answers at once when asked from its own thread.
function profileByInspector({ extension, domain, start, parameters, beforeStop, stop }) {
  const { Session } = require('node:inspector');
  const session = new Session();
  session.connect();
  session.post(`${domain}.enable`);
  session.post(`${domain}.${start}`, parameters);
  whenItEnds(() => {
    if (beforeStop) session.post(`${domain}.${beforeStop}`);
    session.post(`${domain}.${stop}`, (error, answer) => {
      if (!error) leave(extension, JSON.stringify(answer.profile));
    });
  });
}

// Where the program waits: for each asynchronous resource the time from when it was made, or last
// called back, until it calls back, by the stack that made it. Folded stacks in microseconds. What
// has not called back when the process ends is left out.
function profileWaits() {
  const { createHook } = require('node:async_hooks');
  const resources = new Map();  // where each was made, and since when it waits
  const waits = new Map();  // microseconds by folded stack
  const now = () => Number(process.hrtime.bigint() / 1000n);

  function sites() {
    const holder = {};
    const { prepareStackTrace, stackTraceLimit } = Error;
    Error.stackTraceLimit = 24;
    Error.prepareStackTrace = (_, structured) => structured;
    Error.captureStackTrace(holder, init);
    const found = holder.stack;
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
    return found;
  }

  // From the root: the server's own code and what of Node it called. What Node asked for by itself,
  // such as the timer behind its cached date, is marked.
  function folded(type) {
    const found = sites()
      .map((site) => ({ site, file: site.getFileName() ?? '' }))
      .filter(({ file }) => file !== '' && file !== 'node:internal/async_hooks');
    const isNode = ({ file }) => file.startsWith('node:');
    const asked = type !== 'Timeout' || found.some(({ file }) => file.startsWith('node:timers'));
    const own = asked && !found.every(isNode);
    const frames = [`waiting: ${type}`];
    found.forEach(({ site, file }, i) => {
      const calledByOwn = i + 1 < found.length && !isNode(found[i + 1]);
      const inner = own ? !calledByOwn : file.startsWith('node:internal/');
      if (isNode({ file }) && inner) return;
      const name = site.getFunctionName() ?? '(anonymous)';
      const where = isNode({ file })
        ? file : `${file.split('/').slice(-2).join('/')}:${site.getLineNumber()}`;
      frames.push(`${name} ${where}`.replace(/[;\n]/g, ':'));
    });
    if (!own) frames.push('(Node itself)');
    return frames.reverse().join(';');
  }

  function init(id, type) {
    if (type === 'TickObject' || type === 'Microtask') return;
    resources.set(id, { stack: folded(type), since: now() });
  }

  function before(id) {
    const resource = resources.get(id);
    if (!resource) return;
    waits.set(resource.stack, (waits.get(resource.stack) ?? 0) + now() - resource.since);
  }

  function after(id) {
    const resource = resources.get(id);
    if (resource) resource.since = now();
  }

  const hook = createHook({ init, before, after, destroy: (id) => resources.delete(id) }).enable();
  whenItEnds(() => {
    hook.disable();
    leave('waits', [...waits].map(([stack, time]) => `${stack} ${time}\n`).join(''));
  });
}

// Already when a signal asks the process to end, for a server that closes in order has let go of its
// memory when it exits.
let leaveProfile = () => {};
function whenItEnds(leaves) {
  leaveProfile = () => {
    leaveProfile = () => {};
    leaves();
  };
  process.once('exit', () => leaveProfile());
}

// Without a listener a signal would end the process before it could write; with others, how it ends
// is theirs to say.
function exitOnSignals() {
  for (const [signal, code] of [['SIGTERM', 143], ['SIGINT', 130], ['SIGHUP', 129]]) {
    process.on(signal, () => {
      leaveProfile();
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}

// What only starts the server is not the server.
const isLauncher = /(^|\/)(npm|npx|pnpm|yarn)(-cli)?(\.c?js)?$/.test(process.argv[1] ?? '');
const profiled = isLauncher ? 'nothing' : process.env.CLAMOR_PROFILE;

if (isMainThread && !isLauncher) exitOnSignals();
switch (profiled) {
  case 'cpu':
    profileByInspector({ extension: 'cpuprofile', domain: 'Profiler', start: 'start', stop: 'stop' });
    break;
  case 'heap':
    profileByInspector({
      extension: 'heapprofile',
      domain: 'HeapProfiler',
      start: 'startSampling',
      parameters: { samplingInterval: 65536 },
      beforeStop: 'collectGarbage',  // what is left is in use
      stop: 'stopSampling',
    });
    break;
  case 'async':
    profileWaits();
    break;
}
