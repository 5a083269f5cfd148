// SPDX-License-Identifier: Apache-2.0
// A small server of reasoning streams, with what can be wrong with one:
//   node reasoning_server.js PORT [block|die|hog|leak|slow]
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

function stream(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  let id = 0;
  const timer = setInterval(() => {
    if (fault === 'hog') work(10);
    if (fault === 'leak') kept.push(Buffer.alloc(25000, id));
    if (++id <= 5) return response.write(`id: ${id}\nevent: planner\ndata: {"content":"step"}\n\n`);
    clearInterval(timer);
    response.end('data: [DONE]\n\n');
  }, 5);
}

http.createServer((request, response) => {
  if (fault === 'die' && ++streams === diesAt) {
    console.error('fatal: out of luck', request.headers.authorization || '');
    process.exit(3);
  }
  setTimeout(stream, fault === 'slow' ? 1100 : 0, response);
}).listen(Number(process.argv[2]), '127.0.0.1');

if (fault === 'block') setInterval(work, 500, 200);
