// SPDX-License-Identifier: Apache-2.0
// What a workflow is played with: clones of the last commit, programs in place of those that would build, install or reach
// GitHub, and what was asked of the stand-in for gh.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Runner } from './steps.mjs';

export class Project {
  // programs: the folder of those that are built already.
  constructor(repository, programs) {
    this.repository = repository;
    this.root = mkdtempSync(join(tmpdir(), 'clamor-workflow-'));
    process.on('exit', () => rmSync(this.root, { recursive: true, force: true }));
    this.standIns = join(this.root, 'stand-ins');
    this.artifacts = join(this.root, 'artifacts');
    this.calls = join(this.root, 'calls');
    this.state = join(this.root, 'state.json');
    mkdirSync(this.standIns);
    mkdirSync(this.artifacts);
    this.standIn('cmake', `mkdir -p build/load && ln -sfn '${programs}' build/load/bin`);
    this.standIn('apt-get', ':');
    this.standIn('gh', `exec node '${join(process.cwd(), 'gh.mjs')}' "$@"`);
    this.setState({ pulls: [], comments: [], issues: [] });
  }

  standIn(name, line) {
    const path = join(this.standIns, name);
    writeFileSync(path, `#!/bin/sh\n${line}\n`);
    chmodSync(path, 0o755);
  }

  clone(name) {
    const folder = join(this.root, name);
    this.git('clone', '--quiet', '--shared', this.repository, folder);
    return folder;
  }

  git(...words) {
    const result = spawnSync('git', words, { encoding: 'utf8' });
    assert.equal(result.status, 0, result.stderr);
    return result.stdout.trim();
  }

  // Of GitHub: its pull requests, comments and issues.
  setState(state) {
    writeFileSync(this.state, JSON.stringify({ pulls: [], comments: [], issues: [], ...state }));
  }

  // Plays a job in a clone. Gives whether it succeeded, what was said, the step's summary and the calls of gh.
  play(folder, workflow, job, contexts, environment = {}) {
    writeFileSync(this.calls, '');
    const runner = new Runner({
      folder, contexts, artifacts: this.artifacts, path: this.standIns,
      environment: { GH_CALLS: this.calls, GH_STATE: this.state, ...environment },
    });
    const good = runner.play(workflow, job);
    const calls = readFileSync(this.calls, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    return { good, calls, log: runner.log.join('\n'), summary: runner.summary };
  }
}

export const asked = (calls) => calls.map(({ method, path }) => `${method} ${path}`);
