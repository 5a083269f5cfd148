#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Stands in for gh: keeps what it is asked in $GH_CALLS, a line of JSON each, and answers as GitHub would, whose pull requests,
// comments and issues are in $GH_STATE.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const state = JSON.parse(readFileSync(process.env.GH_STATE, 'utf8'));
const fields = {};
let method = 'GET';
let path = '';
for (let i = 2, rest = process.argv; i < rest.length; ++i) {
  if (rest[i] === '--method') method = rest[++i];
  else if (rest[i] === '-f' || rest[i] === '-F') {
    const file = rest[i] === '-F';
    const [, name, value] = rest[++i].match(/^([^=]+)=([\s\S]*)$/);
    fields[name] = file && value.startsWith('@') ? readFileSync(value.slice(1), 'utf8') : value;
  } else if (rest[i] === '--jq') ++i;
  else if (!rest[i].startsWith('-') && rest[i] !== 'api') path = rest[i];
}
appendFileSync(process.env.GH_CALLS, `${JSON.stringify({ method, path, fields })}\n`);

const [resource, id] = path.split('/').slice(3);
if (method === 'GET' && resource === 'pulls') {
  for (const pull of state.pulls) {
    if (fields.head === pull.head && process.env.HEAD_SHA === pull.sha) console.log(pull.number);
  }
} else if (method === 'GET' && path.endsWith('/comments')) {
  for (const comment of state.comments) if (comment.pull === Number(id)) console.log(comment.id);
} else if (method === 'POST' && path.endsWith('/comments')) {
  state.comments.push({ id: 1000 + state.comments.length, pull: Number(id) });
} else if (method === 'GET' && resource === 'issues') {
  for (const issue of state.issues) console.log(JSON.stringify(issue));
} else if (method === 'POST' && resource === 'issues') {
  state.issues.push({ number: 100 + state.issues.length, body: fields.body });
} else if (method !== 'PATCH') {
  console.error(`the stand-in for gh does not know ${method} ${path}`);
  process.exit(1);
}
writeFileSync(process.env.GH_STATE, JSON.stringify(state));
