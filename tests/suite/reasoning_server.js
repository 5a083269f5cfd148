// SPDX-License-Identifier: Apache-2.0
// A small server of reasoning streams, with what can be wrong with one: node reasoning_server.js PORT
// [block|die].
'use strict';
const http = require('http');
const fault = process.argv[3];
const diesAt = 20;
let streams = 0;

http.createServer((request, response) => {
  if (fault === 'die' && ++streams === diesAt) {
    console.error('fatal: out of luck');
    process.exit(3);
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  let id = 0;
  const timer = setInterval(() => {
    if (++id <= 5) return response.write(`id: ${id}\nevent: planner\ndata: {"content":"step"}\n\n`);
    clearInterval(timer);
    response.end('data: [DONE]\n\n');
  }, 5);
}).listen(Number(process.argv[2]), '127.0.0.1');

if (fault === 'block') {
  setInterval(() => {
    const until = Date.now() + 200;
    while (Date.now() < until);
  }, 500);
}
