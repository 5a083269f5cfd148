// SPDX-License-Identifier: Apache-2.0
// The reports that are looked at: of real runs, and of results made from those.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHostileServer, writeHostileConversations } from './hostile_server.mjs';
import { withHostileTexts } from './hostile_texts.mjs';
import { stretched } from './long_run.mjs';

// A program's exit code; its output where that is none of those expected.
function run(program, options, expected) {
  // Of a pipeline's own settings none is meant for these runs.
  const ofOthers = /^(CLAMOR_|BASE_URL$|AUTH_TOKENS?$|GITHUB_STEP_SUMMARY$)/;
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofOthers.test(name))), GTEST_BRIEF: '1' };
  return new Promise((resolve, reject) => {
    execFile(program, options, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (expected.includes(code)) return resolve(code);
      return reject(new Error(`${program} ${options.join(' ')} came to ${code}:\n${stdout}${stderr}`));
    });
  });
}

const resultsIn = (folder) => readdirSync(folder).filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))).filter((result) => 'clamor_result' in result);

function asVoid(result) {
  const copy = structuredClone(result);
  copy.generator.void_because = ['the load generator was busy 99 % of the time (limit 90 %): use more threads or fewer users'];
  for (const verdict of copy.verdicts) {
    verdict.verdict = 'void';
    verdict.message = `void, the load generator was the bottleneck: busy 99 % of the time; ${verdict.message}`;
  }
  return copy;
}

// As if the run had been long enough to be sure of.
function asCertain(result) {
  const copy = structuredClone(result);
  for (const verdict of copy.verdicts) {
    verdict.uncertain = false;
    verdict.message = verdict.message.replace(/; uncertain: .*/, '');
    verdict.evidence.remark = '';
  }
  return copy;
}

// On a busy machine the generator may read too late to be believed. That is not what is looked at here.
function asBelieved(result, came) {
  if (result.generator.void_because.length === 0) return result;
  const copy = structuredClone(result);
  copy.generator.void_because = [];
  for (const verdict of copy.verdicts) Object.assign(verdict, came);
  return copy;
}

// Twenty load tests that came out in every way, of every length of name.
function asMany(results) {
  return Array.from({ length: 20 }, (_, i) => {
    const copy = structuredClone(results[i % results.length]);
    copy.suite = `Each/Suite${i + 1}`;
    if (i % 5 === 4) copy.test = `HoldsAConversation/${'which_has_a_name_that_nobody_wanted_to_shorten_'.repeat(3)}${i}`;
    if (i % 7 === 6) copy.interrupted = true;
    return copy;
  });
}

// Makes every report below the folder; resolves to { name, folder, file, results, standing } of each. `standing` is how the worst
// of its load tests came out.
export async function makeReports({ load, report, folder }) {
  rmSync(folder, { recursive: true, force: true });
  const played = join(folder, 'played');
  const hostilePlayed = join(folder, 'hostile_played');
  const conversations = join(folder, 'hostile_conversations');
  writeHostileConversations(join(conversations, 'hostile'));
  const server = await startHostileServer();
  // One after the other: each would make the other's numbers worse.
  await run(load, ['--gtest_filter=Talk.*', `--clamor_out=${played}`, '--clamor_seed=7'], [1]);
  await run(load, ['--gtest_filter=Hostile.*', `--clamor_out=${hostilePlayed}`, `--clamor_base_url=${server.url}`,
    `--clamor_conversations=${conversations}`, '--clamor_seed=7'], [1]);
  server.close();

  const results = resultsIn(played);
  const named = (test) => results.find((result) => result.test === test);
  const [hostile] = resultsIn(hostilePlayed);
  const kept = asCertain(asBelieved(named('IsKept'), { verdict: 'passed' }));
  const broken = asBelieved(named('IsBroken'), { verdict: 'failed' });
  const short = asBelieved(named('IsShort'), { verdict: 'passed', uncertain: true });
  const voided = asVoid(kept);
  const contents = {
    passing: { standing: 'PASSED', results: [kept] },
    failing: { standing: 'FAILED', results: [broken] },
    void: { standing: 'VOID', results: [voided] },
    short: { standing: 'UNCERTAIN', results: [short] },
    never_began: { standing: 'FAILED', results: [named('NeverBegins')] },
    many: { standing: 'FAILED', results: asMany([kept, broken, voided, short, named('NeverBegins')]) },
    hostile: { standing: 'FAILED', results: [hostile] },
    hostile_results: { standing: 'FAILED', results: [withHostileTexts(broken), withHostileTexts(hostile)] },
    long: { standing: 'PASSED', results: Array.from({ length: 5 }, (_, i) => stretched(kept, 1620, `Scenario${i + 1}`)) },
  };
  const reports = [];
  for (const [name, { standing, results: content }] of Object.entries(contents)) {
    const target = join(folder, name);
    mkdirSync(target, { recursive: true });
    content.forEach((result, i) => writeFileSync(join(target, `result${i}.json`), JSON.stringify(result)));
    await run(report, [target], [0, 1]);
    reports.push({ name, standing, results: content, folder: target, file: join(target, 'report.html') });
  }
  return reports;
}
