import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Server } from './server.js';

const folder = fileURLToPath(new URL('../..', import.meta.url));
let server: Server;
before(async () => {
  server = await Server.start();
});
after(async () => server?.remove());

test('the types are those of the server', () => {
  const file = join(server.data, 'generated.ts');
  execFileSync(process.execPath, [join(folder, 'generate.js'), server.url, file]);
  const kept = readFileSync(join(folder, 'src/generated.ts'), 'utf8');
  assert.ok(readFileSync(file, 'utf8') === kept, 'src/generated.ts is old: npm run generate -- URL');
});
