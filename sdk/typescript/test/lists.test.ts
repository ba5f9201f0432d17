import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from './server.js';

let server: Server;
before(async () => {
  server = await Server.start();
});
after(async () => server?.remove());

test('a list is read part by part, and once', async () => {
  const client = server.client();
  const made: string[] = [];
  for (const topic of ['one', 'two', 'three', 'four', 'zeppelins']) made.unshift((await client.projects.create({ topic })).id);
  const listed: string[] = [];
  for await (const project of client.projects.list({ limit: 2 })) listed.push(project.id);
  assert.deepEqual(listed, made);

  const sizes: number[] = [];
  for await (const page of client.projects.list({ limit: 2 }).pages()) sizes.push(page.items.length);
  assert.deepEqual(sizes, [2, 2, 1]);
  const first = await client.projects.list({ limit: 3 }).page();
  const rest = await client.projects.list({ cursor: first.nextCursor! }).take(100);
  assert.deepEqual([...first.items, ...rest].map(({ id }) => id), made);
  assert.equal((await client.projects.list({ limit: 1 }).take(3)).length, 3);
  assert.deepEqual(await client.projects.list().take(0), []);
  assert.deepEqual((await client.projects.list({ search: 'zeppelins' }).take(9)).map(({ topic }) => topic), ['zeppelins']);
});

test('more scripts are written beside the first', async () => {
  const client = server.client();
  const project = await client.projects.create({ topic: 'mugs' });
  const more = await client.projects.writeMore(project.id);
  assert.equal(more.scripts.length, 6);
  assert.deepEqual((await client.projects.get(project.id)).scripts, more.scripts);
  assert.deepEqual(await client.executions.list({ project: project.id }).take(1), []);
});
