// SPDX-License-Identifier: Apache-2.0
// Plays load-pr.yml and load-comment.yml on a clean clone: node pull_request.mjs REPOSITORY PROGRAMS. Building is stood in for by
// the programs that are built already; everything else is what the runner does, down to the comment.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Runner } from './steps.mjs';

const [repository, programs] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'clamor-workflow-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

function git(...words) {
  const result = spawnSync('git', words, { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout.trim();
}

// Programs in place of those that would build, install or reach GitHub.
const standIns = join(root, 'stand-ins');
mkdirSync(standIns);
function standIn(name, script) {
  writeFileSync(join(standIns, name), script);
  chmodSync(join(standIns, name), 0o755);
}
standIn('cmake', `#!/bin/sh\nmkdir -p build/load && ln -sfn '${programs}' build/load/bin\n`);
standIn('apt-get', '#!/bin/sh\n');
standIn('gh', `#!/bin/sh\nexec node '${join(process.cwd(), 'gh.mjs')}' "$@"\n`);

const clone = join(root, 'clone');
git('clone', '--quiet', '--shared', repository, clone);
const sha = git('-C', clone, 'rev-parse', 'HEAD');
const calls = join(root, 'calls');
const state = join(root, 'state.json');
writeFileSync(calls, '');
writeFileSync(state, JSON.stringify({ pulls: [{ number: 17, head: 'someone:fix/$(touch x)', sha }], comments: [] }));

const github = {
  repository: 'owner/project', ref: 'refs/pull/17/merge', sha, token: 'a-token',
  event: {
    pull_request: { base: { sha } },
    workflow_run: {
      id: 99, head_sha: sha, head_branch: 'fix/$(touch x)', head_repository: { full_name: 'someone/project', owner: { login: 'someone' } },
    },
  },
};
const artifacts = join(root, 'artifacts');
mkdirSync(artifacts);
const runner = (folder, environment) =>
  new Runner({ folder, artifacts, path: standIns, contexts: { github, secrets: {}, inputs: {} }, environment });
const callsMade = () => readFileSync(calls, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// The untrusted half: blocks are cut short, so that both builds, which are the same, are compared in seconds.
const comparing = runner(clone, { PAIRS: '8', BLOCK: '200ms' });
const compared = comparing.play('load-pr.yml', 'compare');
assert.ok(compared, comparing.log.join('\n'));
assert.match(comparing.summary, /^## Load comparison: /);
assert.match(comparing.summary, new RegExp(`Base is ${sha}, head is ${sha}`));
assert.ok(existsSync(join(artifacts, 'load-comparison', 'comparison.json')));
assert.ok(existsSync(join(artifacts, 'load-pairs', 'base', 'pair-01')));

// The trusted half, in a checkout of its own. It comments once, and then updates.
const trusted = join(root, 'trusted');
git('clone', '--quiet', '--shared', repository, trusted);
function comment() {
  rmSync(join(trusted, 'untrusted'), { recursive: true, force: true });
  writeFileSync(calls, '');
  const commenting = runner(trusted, { GH_CALLS: calls, GH_STATE: state });
  return { good: commenting.play('load-comment.yml', 'comment'), log: commenting.log.join('\n'), calls: callsMade() };
}
const first = comment();
assert.ok(first.good, first.log);
assert.deepEqual(first.calls.map(({ method, path }) => `${method} ${path}`), [
  'GET repos/owner/project/pulls', 'GET repos/owner/project/issues/17/comments', 'POST repos/owner/project/issues/17/comments']);
assert.equal(first.calls[0].fields.head, 'someone:fix/$(touch x)');
assert.match(first.calls[2].fields.body, /^<!-- clamor: load comparison -->\n## Load comparison: /);
assert.ok(!existsSync(join(trusted, 'x')), 'a branch is no command');
const second = comment();
assert.deepEqual(second.calls.map(({ method, path }) => `${method} ${path}`).slice(2), ['PATCH repos/owner/project/issues/comments/1000']);

// A hostile artefact: its texts stay inside their cells, and its Markdown is not even read.
const artifact = join(artifacts, 'load-comparison');
const comparison = JSON.parse(readFileSync(join(artifact, 'comparison.json'), 'utf8'));
const hostile = '</details>\n<!-- --><script>x</script> @everyone #1 [a](http://evil.example) | \u001b[31m ::error::x `';
comparison.base.commit = hostile;
for (const change of comparison.changes) Object.assign(change, { test: hostile, measure: 'p50(x)' + '\u202e'.repeat(9000), verdict: 'slower' });
comparison.cautions = [hostile];
writeFileSync(join(artifact, 'comparison.json'), JSON.stringify(comparison));
writeFileSync(join(artifact, 'comparison.md'), '@everyone');
const attacked = comment();
assert.ok(attacked.good, attacked.log);
const { body } = attacked.calls[2].fields;
assert.ok(body.length < 65536);
for (const what of ['<script', '@everyone', '](http', '\u001b', '\u202e', '\n::error']) assert.ok(!body.includes(what), `${what} in ${body}`);
assert.equal(body.match(/<\/details>/g).length, body.match(/<details>/g).length);

// What is no comparison, is too large, or points elsewhere is told in one line, and comments nothing.
for (const [text, message] of [['{"clamor_comparison": 1}', /"base" is missing/], ['x'.repeat(10_000_001), /more than 10000000 bytes/], ['', /not JSON/]]) {
  writeFileSync(join(artifact, 'comparison.json'), text);
  const refused = comment();
  assert.ok(!refused.good);
  assert.match(refused.log, message);
  assert.deepEqual(refused.calls, []);
}
rmSync(join(artifact, 'comparison.json'));
symlinkSync('/etc/passwd', join(artifact, 'comparison.json'));
assert.deepEqual(comment().calls, []);

// Nobody's pull request: the commit at its head is another by now.
cpSync(join(artifacts, 'load-pairs', 'comparison.json'), join(artifact, 'comparison.json'), { force: true });
writeFileSync(state, JSON.stringify({ pulls: [{ number: 17, head: 'someone:fix/$(touch x)', sha: 'another' }], comments: [] }));
assert.deepEqual(comment().calls.map(({ method }) => method), ['GET']);

// Of a run that left nothing there is nothing to tell.
rmSync(artifact, { recursive: true });
const nothing = comment();
assert.ok(nothing.good, nothing.log);
assert.deepEqual(nothing.calls, []);
console.log('load-pr.yml and load-comment.yml do what they should');
