// SPDX-License-Identifier: Apache-2.0
// A clamor-server that lives as long as this process.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Resolves to the server's URL once it listens.
export async function startServer(program, options) {
  const folder = mkdtempSync(join(tmpdir(), 'clamor-openai-'));
  const portFile = join(folder, 'port');
  const server = spawn(program, ['--port', '0', '--port-file', portFile, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => {
    server.kill();
    rmSync(folder, { recursive: true });
  });
  // It says that it listens, or has ended.
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.includes(' listens on ')) return `http://127.0.0.1:${readFileSync(portFile, 'utf8').trim()}`;
  }
  throw new Error(`${program} did not start`);
}
