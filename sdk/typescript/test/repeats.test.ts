import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pitchreel, PitchreelError } from '../src/index.js';
import { picture } from './picture.js';
import { problem, Scripted } from './scripted.js';
import { Server } from './server.js';
import { Wire } from './wire.js';

let server: Server;
before(async () => {
  server = await Server.start();
});
after(async () => server?.remove());

/** A client of a server that says these lines. */
async function scripted(t: { after: (work: () => void) => void }, ...lines: Parameters<typeof Scripted.saying>) {
  const other = await Scripted.saying(...lines);
  t.after(() => other.remove());
  return { other, client: new Pitchreel({ baseUrl: other.url, key: 'pr_x' }) };
}

test('an order whose answer was lost is made once', async (t) => {
  const wire = await Wire.to(server.url);
  t.after(() => wire.remove());
  const client = server.client({ baseUrl: wire.url });
  wire.loseAnswers(1);
  const project = await client.projects.create({ topic: 'a mug of its own' });
  const keys = wire.sent('idempotency-key');
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  const made = await server.client().projects.list({ search: 'of its own' }).take(10);
  assert.deepEqual(made.map(({ id }) => id), [project.id]);
  wire.loseAnswers(1);
  const asset = await client.assets.upload(picture(8, 8));
  const assets = await server.client().assets.list().take(10);
  assert.deepEqual(assets.map(({ id }) => id), [asset.id]);
  wire.loseAnswers(1);
  await client.projects.delete(project.id);
});

test('a key of your own names a request beyond one call', async () => {
  const client = server.client();
  const [first, again] = [
    await client.projects.create({ topic: 'twice' }, { idempotencyKey: 'order-1' }),
    await client.projects.create({ topic: 'twice' }, { idempotencyKey: 'order-1' }),
  ];
  assert.equal(first.id, again.id);
  const other = client.projects.create({ topic: 'another' }, { idempotencyKey: 'order-1' });
  await assert.rejects(other, { kind: 'refused', status: 409 });
});

test('a limit is waited for as long as it asks', async () => {
  const busy = await Server.start({ RATE_LIMIT: '2/1s' });
  try {
    const client = busy.client();
    for (let call = 0; call < 4; call += 1) await client.usage();
    const hasty = busy.client({ retries: { attempts: 1 } });
    const calls = await Promise.allSettled(Array.from({ length: 5 }, () => hasty.usage()));
    const refused = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason as PitchreelError] : []));
    assert.ok(refused.length > 0);
    for (const { status, retryAfterMs } of refused) assert.deepEqual([status, retryAfterMs], [429, 1000]);
  } finally {
    await busy.remove();
  }
});

test('what passes is tried again with the same key', async (t) => {
  const passing = [
    problem(503, { 'retry-after': '0' }),
    problem(409, { 'retry-after': '0' }),
    problem(429, { 'retry-after': '0' }),
    { status: 408, body: '' },
    { status: 502, headers: { 'content-type': 'text/html' }, body: '<p>no</p>' },
  ];
  const { other, client } = await scripted(t, ...passing, { status: 201, body: '{"id":"prj_1"}' });
  assert.equal((await client.projects.create({ topic: 'mugs' })).id, 'prj_1');
  assert.equal(other.heard.length, 6);
  assert.equal(new Set(other.heard.map((headers) => headers['idempotency-key'])).size, 1);
});

test('what does not pass is not tried again', async (t) => {
  for (const line of [problem(400), problem(401), problem(402), problem(404), problem(409), problem(500)]) {
    const { other, client } = await scripted(t, line);
    await assert.rejects(client.projects.create({ topic: 'mugs' }), { kind: 'refused', status: line.status });
    assert.equal(other.heard.length, 1);
  }
});

test('trying again has an end, in number and in time', async (t) => {
  const { other, client } = await scripted(t, problem(503, { 'retry-after': '0' }));
  const few = new Pitchreel({ baseUrl: other.url, key: 'pr_x', retries: { attempts: 3 } });
  await assert.rejects(few.usage(), { kind: 'refused', status: 503 });
  assert.equal(other.heard.length, 3);
  const late = await scripted(t, problem(503, { 'retry-after': '3600' }));
  await assert.rejects(late.client.usage(), { status: 503, retryAfterMs: 3_600_000 });
  assert.equal(late.other.heard.length, 1);
  const stop = AbortSignal.abort(new Error('enough'));
  await assert.rejects(client.usage({ signal: stop }), /enough/);
});

test('a request that is still in flight is asked after for as long as there is time', async (t) => {
  const inFlight = problem(409, { 'retry-after': '0' });
  const { other } = await scripted(t, inFlight, inFlight, { status: 201, body: '{"id":"prj_1"}' });
  const few = new Pitchreel({ baseUrl: other.url, key: 'pr_x', retries: { attempts: 2 } });
  assert.equal((await few.projects.create({ topic: 'mugs' })).id, 'prj_1');
  const late = await scripted(t, inFlight);
  const hasty = new Pitchreel({ baseUrl: late.other.url, key: 'pr_x', retries: { withinMs: 500 } });
  await assert.rejects(hasty.projects.create({ topic: 'mugs' }), { status: 409 });
});

test('a pause ends with the signal', async (t) => {
  const { other, client } = await scripted(t, problem(429, { 'retry-after': '100' }));
  const stop = new AbortController();
  other.server.once('request', () => stop.abort(new Error('enough')));
  await assert.rejects(client.usage({ signal: stop.signal }), /enough/);
  await assert.rejects(client.usage({ signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
});
