import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect } from 'node:util';
import { Pitchreel, PitchreelError } from '../src/index.js';
import { type Line, Scripted } from './scripted.js';
import { Server } from './server.js';

let server: Server;
before(async () => {
  server = await Server.start();
});
after(async () => server?.remove());

async function failure(work: Promise<unknown>): Promise<PitchreelError> {
  const error = await work.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PitchreelError, inspect(error));
  return error;
}

test('a refusal says what is wrong with which field', async () => {
  const error = await failure(server.client().projects.create({ topic: '' }));
  assert.deepEqual([error.kind, error.status, error.call], ['refused', 400, 'POST /api/projects']);
  assert.equal(error.at('#/topic'), error.detail);
  assert.match(error.message, /^POST \/api\/projects: 400 .+\.$/);
  assert.equal(error.at('#/nothing'), undefined);
});

test('what is not there is 404, and what is no id is not asked for', async () => {
  const client = server.client();
  assert.equal((await failure(client.projects.get('prj_00000000000000000000000000'))).status, 404);
  for (const id of ['', '..', 'a/b', 'a?b']) assert.throws(() => client.projects.get(id), TypeError);
});

test('the key is in no error and in no log', async () => {
  const key = 'pr_this-is-the-key';
  const client = server.client({ key });
  const refused = await failure(client.usage());
  assert.equal(refused.status, 401);
  const far = new Pitchreel({ baseUrl: 'http://127.0.0.1:1', key, retries: { attempts: 1 } });
  const unreachable = await failure(far.usage());
  assert.equal(unreachable.kind, 'unreachable');
  for (const shown of [refused, unreachable, client, client.projects, client.usage]) {
    const words = `${inspect(shown, { depth: 9, showHidden: true })} ${JSON.stringify(shown)} ${String(shown)}`;
    assert.ok(!words.includes('this-is-the-key'), words);
  }
  assert.match(inspect(client), /^Pitchreel \{ baseUrl: 'http:/);
  for (const wrong of ['', 'pr_this-is-the-key\n', 'pr_this-is-the-këy']) {
    assert.throws(() => server.client({ key: wrong }), (error: Error) => !error.message.includes('this-is'));
  }
});

test('only the address of a server is taken for one', () => {
  for (const baseUrl of ['', 'pitchreel', 'ftp://a.example', 'http://me:pw@a.example', 'http://a.example/api']) {
    assert.throws(() => server.client({ baseUrl }), /baseUrl/);
  }
  assert.equal(server.client({ baseUrl: 'https://a.example/' }).baseUrl, 'https://a.example');
});

test('an answer that does not come, or is none, is named', async (t) => {
  const elsewhere = { location: 'https://elsewhere.example', 'content-type': 'text/html' };
  const cases: [Line, string][] = [
    [{ status: 200, silent: true }, 'timeout'],
    [{ status: 200, endless: true }, 'timeout'],
    [{ status: 200, body: '<p>hello</p>' }, 'unreadable'],
    [{ status: 302, headers: elsewhere }, 'unreadable'],
    [{ status: 500, headers: { 'content-type': 'text/plain' }, body: 'oh' }, 'unreadable'],
    [{ status: 200, body: `"${'x'.repeat(17 << 20)}"` }, 'unreadable'],
  ];
  for (const [line, kind] of cases) {
    const other = await Scripted.saying(line);
    t.after(() => other.remove());
    const client = new Pitchreel({ baseUrl: other.url, key: 'pr_x', retries: { attempts: 1 } });
    const options = kind === 'timeout' ? { timeoutMs: 300 } : {};
    assert.equal((await failure(client.usage(options))).kind, kind);
    assert.equal(other.heard.length, 1);
  }
});

test('a file that stops coming, or is too large, is an error', async (t) => {
  const other = await Scripted.saying({ status: 200, body: 'a film', endless: true });
  t.after(() => other.remove());
  const client = new Pitchreel({ baseUrl: other.url, key: 'pr_x' });
  const reader = (await client.download('/media/x', { timeoutMs: 100 })).getReader();
  assert.equal((await reader.read()).value?.length, 6);
  assert.equal((await failure(reader.read())).kind, 'timeout');
  const large = (await client.download('/media/x', { bytesMax: 5 })).getReader();
  assert.equal((await failure(large.read())).kind, 'unreadable');
  assert.equal(other.heard[0]?.authorization, undefined);
});

test('a picture that is none is refused with its reason', async () => {
  const error = await failure(server.client().assets.upload(new TextEncoder().encode('no picture')));
  assert.ok([400, 415].includes(error.status!), error.message);
});
