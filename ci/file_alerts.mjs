#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Opens an issue for each load test and metric that became slower and was confirmed to be, or updates the one that is open:
// ci/file_alerts.mjs CONFIRMED.json, as ci/nightly leaves it. Says nothing where there is none. Uses gh, which wants GH_TOKEN;
// REPOSITORY is owner/name, and RUN_URL, where it is set, is named in the issues.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const LABEL = 'load-regression';
const MOST = 10; // issues a night: a machine that broke makes everything slower
const { REPOSITORY, RUN_URL } = process.env;

const gh = (...words) => execFileSync('gh', ['api', ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
const marker = (alert) => `<!-- clamor-trend ${alert.fingerprint} -->`; // clamor-trend's texts begin with it

function confirmedIn(file) {
  const { clamor_trend: version, alerts } = JSON.parse(readFileSync(file, 'utf8'));
  if (version !== 1 || !Array.isArray(alerts)) throw new Error(`${file}: no trend.json of format 1`);
  const confirmed = alerts.filter((alert) => alert.confirmed === true);
  for (const alert of confirmed) {
    if (!alert.markdown.startsWith(marker(alert))) throw new Error(`${file}: the text of "${alert.title}" lacks its mark`);
  }
  return confirmed;
}

// By the marker that their texts begin with; only ours, which no one else can open.
function openIssues() {
  const lines = gh('--method', 'GET', '--paginate', `repos/${REPOSITORY}/issues`, '-f', 'state=open', '-f', `labels=${LABEL}`,
    '-f', 'per_page=100', '--jq', '.[] | select(.user.type == "Bot") | {number, body} | tojson');
  return lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

function file(alert, open) {
  const body = `${alert.markdown}${RUN_URL ? `\n\nThe run that confirmed it: ${RUN_URL}\n` : ''}`;
  const known = open.find((issue) => issue.body?.startsWith(marker(alert)));
  if (known) {
    gh('--silent', '--method', 'PATCH', `repos/${REPOSITORY}/issues/${known.number}`, '-f', `body=${body}`);
    console.log(`updated issue ${known.number}: ${alert.title}`);
  } else {
    gh('--silent', '--method', 'POST', `repos/${REPOSITORY}/issues`, '-f', `title=${alert.title}`, '-f', `labels[]=${LABEL}`,
      '-f', `body=${body}`);
    console.log(`opened an issue: ${alert.title}`);
  }
}

const path = process.argv[2];
if (!path) {
  console.error('usage: ci/file_alerts.mjs CONFIRMED.json');
  process.exit(2);
}
if (existsSync(path)) {
  try {
    const confirmed = confirmedIn(path);
    const open = confirmed.length > 0 ? openIssues() : [];
    for (const alert of confirmed.slice(0, MOST)) file(alert, open);
    if (confirmed.length > MOST) console.log(`${confirmed.length - MOST} more are in the report alone: more issues than ${MOST} a night help nobody`);
  } catch (error) {
    console.error(`ci/file_alerts.mjs: ${error.message}`);
    process.exit(1);
  }
}
