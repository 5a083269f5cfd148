// SPDX-License-Identifier: Apache-2.0
// Plays nightly.yml on a clean clone: node nightly.mjs REPOSITORY PROGRAMS. The suites are stood in for by a short run of one of
// them, and earlier nights by lines of the history that this makes of it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, asked } from './project.mjs';

const project = new Project(...process.argv.slice(2));
project.standIn('ctest', 'exec build/load/bin/chat_load --gtest_filter=Chat.BasicLoad --clamor_duration=2s --clamor_rate=100');
const clone = project.clone('clone');
const history = join(clone, 'load-history.ndjson');
const contexts = {
  github: { run_id: 7, run_attempt: 1, repository: 'owner/project', server_url: 'https://forge.example', token: 'a-token' }, secrets: {},
  inputs: { filter: '' },
};
const night = () => project.play(clone, 'nightly.yml', 'load', contexts);
const issues = () => {
  rmSync(join(clone, 'reports'), { recursive: true, force: true });
  return project.play(clone, 'nightly.yml', 'issues', contexts);
};

// The first night has nothing to be held against.
const first = night();
assert.ok(first.good, first.log);
const line = JSON.parse(readFileSync(history, 'utf8').trim().split('\n').at(-1));
assert.ok(existsSync(join(project.artifacts, 'load-test-results', 'load-history.ndjson')));
assert.deepEqual(issues().calls, [], 'silent where nothing became slower');

// Twenty nights at 0.7 of its durations, then six as slow as it is.
const day = 86_400_000;
const began = Date.parse(line.time);
const nights = [];
for (let n = 26; n >= 1; --n) {
  const factor = (n > 6 ? 0.7 : 1) * (1 + 0.01 * Math.sin(n));
  const earlier = structuredClone(line);
  earlier.time = new Date(began - n * day).toISOString().replace('Z', '000Z');
  earlier.commit = `commit${n}`;
  for (const test of earlier.tests) for (const measure of Object.values(test.measures)) if (measure.unit === 's') measure.value *= factor;
  nights.push(JSON.stringify(earlier));
}
writeFileSync(history, `${nights.join('\n')}\n`);
const slower = night();
assert.ok(slower.good, slower.log);
assert.match(slower.log, /a second run of what seems slower: Chat\.BasicLoad/);
assert.ok(existsSync(join(project.artifacts, 'load-test-results', 'clamor-results', 'confirmed.json')), slower.log);

// An issue for each metric; the next night updates them.
const opened = issues();
assert.ok(opened.good, opened.log);
assert.equal(asked(opened.calls)[0], 'GET repos/owner/project/issues');
const posts = opened.calls.filter(({ method }) => method === 'POST');
assert.ok(posts.length >= 1 && posts.length === opened.calls.length - 1, opened.log);
for (const { fields } of posts) {
  assert.match(fields.title, /Chat\.BasicLoad/);
  assert.match(fields.body, /^<!-- clamor-trend [0-9a-f]{16} -->\n/);
  assert.match(fields.body, /https:\/\/forge\.example\/owner\/project\/actions\/runs\/7/);
  assert.equal(fields['labels[]'], 'load-regression');
}
const updated = issues();
assert.deepEqual(asked(updated.calls).slice(1).filter((call) => !call.startsWith('PATCH repos/owner/project/issues/10')), []);
assert.equal(updated.calls.length, opened.calls.length);
console.log('nightly.yml does what it should');
