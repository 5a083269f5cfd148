// SPDX-License-Identifier: Apache-2.0
// Runs the `run:` steps of a workflow's job in order, as GitHub's runner does, with stand-ins for its variables, its files and
// the actions that move files.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';

// "${{ a.b || 'c' }}": members of the contexts, and texts. Anything else is a mistake of the test.
function evaluate(text, contexts) {
  return String(text).replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression) => {
    for (const part of expression.split('||').map((side) => side.trim())) {
      const literal = part.match(/^'(.*)'$/);
      if (literal) return literal[1];
      if (!/^[\w.-]+$/.test(part)) throw new Error(`the stand-in does not know the expression ${expression}`);
      const value = part.split('.').reduce((at, name) => (at == null ? undefined : at[name]), contexts);
      if (value === undefined && part.split('.')[0] !== 'secrets') throw new Error(`nothing stands in for ${part}`);
      if (value) return String(value);
    }
    return '';
  });
}

const evaluated = (map, contexts) =>
  Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, evaluate(value, contexts)]));

// The files that a pattern of an artifact's path names: a file, a folder, or "folder/name.*".
function copyMatching(pattern, from, to) {
  const parent = join(from, dirname(pattern));
  const [start, end] = basename(pattern).split('*');
  if (!pattern.includes('*')) {
    if (existsSync(join(from, pattern))) cpSync(join(from, pattern), to, { recursive: true });
    return;
  }
  if (!existsSync(parent)) return;
  cpSync(parent, to, {
    recursive: true,
    filter: (path) => path === parent || (dirname(path) === parent && basename(path).startsWith(start) && basename(path).endsWith(end ?? '')),
  });
}

export class Runner {
  // folder: the checkout. artifacts: where uploaded ones are kept. path: folders of stand-ins for programs. contexts: github,
  // secrets, inputs.
  constructor({ folder, artifacts, path, contexts, environment }) {
    Object.assign(this, { folder, artifacts, path, contexts, environment });
    this.log = [];
  }

  // Plays a job. Gives whether it succeeded; what was said is in this.log.
  play(workflow, jobName) {
    const { env, jobs } = parse(readFileSync(join(this.folder, '.github/workflows', workflow), 'utf8'));
    const job = jobs[jobName];
    const files = join(this.artifacts, '.runner');
    mkdirSync(files, { recursive: true });
    for (const file of ['env', 'summary', 'output']) writeFileSync(join(files, file), '');
    let failed = false;
    for (const step of job.steps) {
      const always = step.if !== undefined && /always\(\)/.test(String(step.if));
      if (failed && !always) continue;
      const contexts = { ...this.contexts, env: { ...env, ...job.env } };
      const variables = {
        ...evaluated(env, contexts), ...evaluated(job.env, contexts), ...this.environment,
        ...this.exported(join(files, 'env')), ...evaluated(step.env, contexts),
      };
      const good = step.run === undefined ? this.act(step, contexts) : this.run(step, contexts, variables, files);
      failed = failed || (!good && step['continue-on-error'] !== true);
    }
    this.summary = readFileSync(join(files, 'summary'), 'utf8');
    return !failed;
  }

  exported(file) {
    const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.includes('='));
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  }

  run(step, contexts, variables, files) {
    if (/\$\{\{/.test(step.run)) throw new Error(`"${step.name}" has an expression in its shell lines: pass it by env`);
    const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        PATH: `${this.path}:${process.env.PATH}`, HOME: this.artifacts, LANG: 'C.UTF-8', CI: 'true', GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: this.folder, GITHUB_ENV: join(files, 'env'), GITHUB_STEP_SUMMARY: join(files, 'summary'),
        GITHUB_OUTPUT: join(files, 'output'), GITHUB_REPOSITORY: this.contexts.github.repository,
        ...variables,
      },
    });
    this.log.push(`== ${step.name ?? 'run'}: ${result.status}\n${result.stdout}${result.stderr}`);
    return result.status === 0;
  }

  act(step, contexts) {
    const action = step.uses.split('@')[0];
    const inputs = evaluated(step.with, contexts);
    this.log.push(`== ${action} ${JSON.stringify(inputs)}`);
    if (action === 'actions/checkout' || action.startsWith('actions/cache')) return true;
    if (action === 'actions/upload-artifact') {
      const to = join(this.artifacts, inputs.name);
      rmSync(to, { recursive: true, force: true }); // each run has artifacts of its own
      const patterns = inputs.path.split('\n').filter(Boolean);
      for (const pattern of patterns) copyMatching(pattern, this.folder, patterns.length > 1 ? join(to, pattern) : to);
      return existsSync(to) || inputs['if-no-files-found'] !== 'error';
    }
    if (action === 'actions/download-artifact') {
      const from = join(this.artifacts, inputs.name);
      if (!existsSync(from)) return false;
      cpSync(from, join(this.folder, inputs.path), { recursive: true });
      return true;
    }
    throw new Error(`nothing stands in for ${action}`);
  }
}

