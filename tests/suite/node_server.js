// SPDX-License-Identifier: Apache-2.0
// A small server of chat completions and of reasoning streams, with what can be wrong with one:
//   node node_server.js PORT [block|die|hog|leak|slow]
'use strict';
const http = require('http');
const fault = process.argv[3];
const diesAt = 20;
const kept = [];
let streams = 0;

function work(milliseconds) {
  const until = Date.now() + milliseconds;
  while (Date.now() < until);
}

function keepForever(id) {
  kept.push(Buffer.alloc(25000, id), Array.from({ length: 500 }, () => ({ id })));
}

function step(id) {
  return `id: ${id}\nevent: planner\ndata: {"content":"step"}\n\n`;
}

function delta(id) {
  const finish_reason = id === 5 ? 'stop' : null;
  const choice = { index: 0, delta: { content: `word${id} ` }, finish_reason };
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [choice] })}\n\n`;
}

function stream(response, event) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  let id = 0;
  const timer = setInterval(() => {
    if (fault === 'hog') work(10);
    if (fault === 'leak') keepForever(id);
    if (++id <= 5) return response.write(event(id));
    clearInterval(timer);
    response.end('data: [DONE]\n\n');
  }, 5);
}

http.createServer((request, response) => {
  if (fault === 'die' && ++streams === diesAt) {
    console.error('fatal: out of luck', request.headers.authorization || '');
    process.exit(3);
  }
  const event = request.url === '/v1/chat/completions' ? delta : step;
  setTimeout(stream, fault === 'slow' ? 1100 : 0, response, event);
}).listen(Number(process.argv[2]), '127.0.0.1');
console.log(`profiled: ${process.env.CLAMOR_PROFILE ?? 'no'}`);

if (fault === 'block') setInterval(work, 500, 200);
