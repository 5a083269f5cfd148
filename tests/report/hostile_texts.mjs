// SPDX-License-Identifier: Apache-2.0
// What a hostile server says, each where it ends up in a report, and what a reader is to see of it. Whatever runs sets
// window.pwned.
const lots = 'x'.repeat(1 << 20);

export const hostileTexts = [
  { name: 'script', status: 500, text: '<script>window.pwned = "script"</script>', shown: '<script>window.pwned = "script"</script>' },
  { name: 'handler', status: 503, text: '<img src=x onerror="window.pwned = 1"><svg onload="window.pwned = 1">', shown: '<img src=x onerror="window.pwned = 1">' },
  { name: 'entities', status: 502, text: '&lt;script&gt;&#60;img src=x onerror=window.pwned=1&#62;&amp;', shown: '&lt;script&gt;&#60;img src=x' },
  { name: 'closing', status: 422, text: '--></title></style></td></tr></table></section></main></body></html><h1>taken over</h1>', shown: '</td></tr></table></section></main></body></html><h1>taken over</h1>' },
  { name: 'attribute', status: 400, text: '" onmouseover="window.pwned = 1" autofocus onfocus=\'window.pwned = 1\' x="', shown: '" onmouseover="window.pwned = 1"' },
  { name: 'terminal', status: 401, text: '\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \r\x00 end', shown: '\\x1b[31mred\\x1b[0m' },
  { name: 'right_to_left', status: 429, text: 'pass\u202Edeliaf\u202C \u200Fmark\u200E \u2067isolate\u2069 \u061Cletter', shown: 'pass\\u202edeliaf\\u202c' },
  { name: 'address', status: 302, text: 'javascript:window.pwned=1', location: 'javascript:window.pwned=1', shown: 'javascript:window.pwned=1' },
  { name: 'long_body', status: 404, text: lots, shown: 'xxxxxxxxxxxxxxxxxxxx' },
  { name: 'stream_error', event: { error: { message: '</script><script>window.pwned = 1</script>' } }, shown: '</script><script>window.pwned = 1</script>' },
  { name: 'long_error', event: { error: { message: lots } }, shown: 'xxxxxxxxxxxxxxxxxxxx' },
  { name: 'content_type', status: 200, type: 'text/html;x="<script>window.pwned=1</script>"', text: '<a href="javascript:window.pwned=1">press</a>', shown: '<a href="javascript:window.pwned=1">press</a>' },
  { name: 'answer', event: { choices: [{ index: 0, delta: { content: '<iframe srcdoc="<script>top.pwned=1</script>">' }, finish_reason: 'stop' }] }, done: true, expect: 'what it does not say', shown: '<iframe srcdoc="<script>top.pwned=1</script>">' },
];

// Every text of a result that comes from without, made hostile: as a server, a conversation's author or whoever edits a result
// file might. What readers of results take apart (names of metrics, SLAs, times) stays.
export function withHostileTexts(result, said = hostileTexts.find(({ name }) => name === 'closing').text) {
  const all = `${said} ${hostileTexts[0].text} \x1b[31m \u202E "'>&amp; javascript:window.pwned=1 ${'w'.repeat(3000)}`;
  const copy = structuredClone(result);
  copy.suite = `${result.suite}${said}`;
  copy.test = `Test ${hostileTexts[0].text} ${'T'.repeat(300)}`;
  copy.purpose = all;
  copy.ended_early = all;
  copy.errors = [all, lots];
  for (const key of Object.keys(copy.settings)) if (typeof copy.settings[key] === 'string' && !['seed', 'trace_url'].includes(key)) copy.settings[key] = all;
  copy.settings.options = { [`name ${said}`]: all };
  for (const verdict of copy.verdicts) {
    verdict.message = all;
    verdict.evidence.remark = all;
  }
  for (const exemplar of copy.exemplars) Object.assign(exemplar, { conversation: said, session: all, scenario: said });
  copy.warnings = [{ name: all, text: all }];
  copy.files = [{ path: 'javascript:window.pwned=1', title: all }, { path: `"><script>window.pwned=1</script>`, title: said }];
  copy.health = { grade: 'critical', reasons: [all] };
  copy.generator.void_because = [all];
  for (const failure of copy.failures) {
    for (const example of failure.examples) Object.assign(example, { message: all, conversation: all, repeat_command: all });
    failure.examples[0].message = lots;
  }
  return copy;
}
