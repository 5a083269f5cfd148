// SPDX-License-Identifier: Apache-2.0
// A server of chat completions that answers each conversation with the hostile text that it names.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileTexts } from './hostile_texts.mjs';

function answer(request, response, body) {
  const asked = JSON.parse(body).messages.at(-1).content;
  const hostile = hostileTexts.find(({ name }) => name === asked);
  if (hostile.event) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify({ object: 'chat.completion.chunk', ...hostile.event })}\n\n`);
    return response.end(hostile.done ? 'data: [DONE]\n\n' : '');
  }
  const headers = { 'Content-Type': hostile.type ?? 'text/html' };
  if (hostile.location) headers.Location = hostile.location;
  response.writeHead(hostile.status, headers);
  response.end(hostile.text);
}

// Resolves to its URL and what closes it.
export async function startHostileServer() {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    answer(request, response, body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => { server.closeAllConnections(); server.close(); };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

// A conversation for each text, itself named and tagged by it.
export function writeHostileConversations(folder) {
  mkdirSync(folder, { recursive: true });
  for (const { name, text, expect } of hostileTexts) {
    const turn = { role: 'user', content: name, ...(expect && { expect: { contains: expect } }) };
    const tag = (text ?? name).slice(0, 300);
    const conversation = { name: tag, invocations: 1, tags: { kind: tag, model: tag, stream: true }, conversation: [turn] };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(conversation));
  }
}
