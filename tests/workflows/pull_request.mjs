// SPDX-License-Identifier: Apache-2.0
// Plays load-pr.yml and load-comment.yml on a clean clone: node pull_request.mjs REPOSITORY PROGRAMS. Building is stood in for by
// the programs that are built already; everything else is what the runner does, down to the comment.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, asked } from './project.mjs';

const project = new Project(...process.argv.slice(2));
const clone = project.clone('clone');
const sha = project.git('-C', clone, 'rev-parse', 'HEAD');
const pull = { number: 17, head: 'someone:fix/$(touch x)', sha };
project.setState({ pulls: [pull] });

const github = {
  repository: 'owner/project', ref: 'refs/pull/17/merge', sha, token: 'a-token',
  event: {
    pull_request: { head: { sha } },
    workflow_run: {
      id: 99, head_sha: sha, head_branch: 'fix/$(touch x)', head_repository: { full_name: 'someone/project', owner: { login: 'someone' } },
    },
  },
};
const contexts = { github, secrets: {}, inputs: {} };

// The untrusted half: blocks are cut short, so that both builds, which are the same, are compared in seconds.
const compared = project.play(clone, 'load-pr.yml', 'compare', contexts, { PAIRS: '8', BLOCK: '200ms' });
assert.ok(compared.good, compared.log);
assert.match(compared.summary, /^## Load comparison: /);
const parent = project.git('-C', clone, 'rev-parse', 'HEAD^1');
assert.match(compared.summary, new RegExp(`Base is ${parent}, head is ${sha}`));
const artifact = join(project.artifacts, 'load-comparison');
assert.ok(existsSync(join(artifact, 'comparison.json')));
assert.ok(existsSync(join(project.artifacts, 'load-pairs', 'base', 'pair-01')));

// The trusted half, in a checkout of its own. It comments once, and then updates.
const trusted = project.clone('trusted');
function comment() {
  rmSync(join(trusted, 'untrusted'), { recursive: true, force: true });
  return project.play(trusted, 'load-comment.yml', 'comment', contexts);
}
const first = comment();
assert.ok(first.good, first.log);
assert.deepEqual(asked(first.calls), [
  'GET repos/owner/project/pulls', 'GET repos/owner/project/issues/17/comments', 'POST repos/owner/project/issues/17/comments']);
assert.equal(first.calls[0].fields.head, pull.head);
assert.match(first.calls[2].fields.body, /^<!-- clamor: load comparison -->\n## Load comparison: /);
assert.ok(!existsSync(join(trusted, 'x')), 'a branch is no command');
assert.equal(asked(comment().calls)[2], 'PATCH repos/owner/project/issues/comments/1000');

// A hostile artefact: its texts stay inside their cells, and its Markdown is not even read.
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
for (const [text, message] of [['{"clamor_comparison": 1}', /"base" is missing/],
  [JSON.stringify({ ...comparison, changes: [{ ...comparison.changes[0], unit: 'x\n::add-mask::e\n\u001b[31m' }] }), /unit/], ['x'.repeat(10_000_001), /more than 10000000 bytes/], ['', /not JSON/]]) {
  writeFileSync(join(artifact, 'comparison.json'), text);
  const refused = comment();
  assert.ok(!refused.good);
  assert.match(refused.log, message);
  assert.doesNotMatch(refused.log, /^::|\u001b/m);
  assert.deepEqual(refused.calls, []);
}
rmSync(join(artifact, 'comparison.json'));
symlinkSync('/etc/passwd', join(artifact, 'comparison.json'));
assert.deepEqual(comment().calls, []);

// Nobody's pull request: the commit at its head is another by now.
cpSync(join(project.artifacts, 'load-pairs', 'comparison.json'), join(artifact, 'comparison.json'), { force: true });
project.setState({ pulls: [{ ...pull, sha: 'another' }] });
assert.deepEqual(asked(comment().calls), ['GET repos/owner/project/pulls']);

// Of a run that left nothing there is nothing to tell.
rmSync(artifact, { recursive: true });
const nothing = comment();
assert.ok(nothing.good, nothing.log);
assert.deepEqual(nothing.calls, []);
console.log('load-pr.yml and load-comment.yml do what they should');
