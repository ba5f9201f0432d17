import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compose, type ExecutionEvent, type Pitchreel, type Progress } from '../src/index.js';
import { messages } from '../src/sse.js';
import { Server } from './server.js';
import { Wire } from './wire.js';

let server: Server;
before(async () => {
  server = await Server.start();
});
after(async () => server?.remove());

async function ordered(client: Pitchreel): Promise<string> {
  const voice = compose.speech({ text: 'Warm coffee, all day. Get your mug.', voice: 'plain' });
  const take = compose.presenter({ sound: voice.sound });
  const ad = compose.compose({ take: take.take, background: '#1f3742', quality: 'draft' });
  return (await client.executions.compose(ad)).executionId;
}

test('a line that is cut again and again tells everything once and in order', async (t) => {
  const wire = await Wire.to(server.url);
  t.after(() => wire.remove());
  const client = server.client({ baseUrl: wire.url });
  const id = await ordered(client);
  const events: ExecutionEvent[] = [];
  for await (const event of client.executions.events(id)) {
    events.push(event);
    if ([2, 5, 9].includes(event.seq)) wire.cut();
  }
  assert.deepEqual(events.map(({ seq }) => seq), events.map((_, index) => index + 1));
  assert.equal(events.at(-1)!.status, 'completed');
  const taken = wire.sent('last-event-id').map(Number);
  assert.equal(taken[0], 0);
  assert.ok(taken.length >= 4 && taken.at(-1)! >= 9, String(taken));
  assert.deepEqual(taken, [...taken].sort((one, other) => one - other));

  const seen = events.length - 2;
  const rest: number[] = [];
  for await (const event of client.executions.events(id, { after: seen })) rest.push(event.seq);
  assert.deepEqual(rest, [seen + 1, seen + 2]);
  for await (const event of client.executions.events(id, { after: events.length })) assert.fail(String(event.seq));
});

test('whoever stops listening is not kept', async () => {
  const client = server.client();
  const id = await ordered(client);
  for await (const event of client.executions.events(id)) {
    assert.equal(event.seq, 1);
    break;
  }
  const stop = new AbortController();
  const following = (async () => {
    for await (const event of client.executions.events(id, { signal: stop.signal })) {
      if (event.seq === 2) stop.abort(new Error('enough'));
    }
  })();
  await assert.rejects(following, /enough/);
  await client.executions.cancel(id);
});

test('where streams are blocked, waiting looks instead', async () => {
  const blocked: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!String(input).endsWith('/events')) return answer;
    await answer.body?.cancel();
    return new Response('<p>Not here.</p>', { headers: { 'content-type': 'text/html' } });
  };
  const client = server.client({ fetch: blocked });
  const heard: Progress[] = [];
  const execution = await client.executions.wait(await ordered(client), {
    pollMs: 50,
    onProgress: (progress) => heard.push(progress),
  });
  assert.equal(execution.status, 'completed');
  assert.ok(heard.length > 1 && heard.every((progress) => progress.event === undefined));
});

test('waiting has an end, and nothing waits for what is not there', async () => {
  const client = server.client();
  const id = await ordered(client);
  await assert.rejects(client.executions.wait(id, { timeoutMs: 1 }), { kind: 'timeout' });
  await client.executions.cancel(id);
  const absent = 'ex_00000000000000000000000000';
  await assert.rejects(client.executions.wait(absent), { kind: 'refused', status: 404 });
  await assert.rejects(client.executions.events(absent).next(), { kind: 'refused', status: 404 });
});

async function read(...chunks: string[]): Promise<[string, string][]> {
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      for (const chunk of chunks) stream.enqueue(new TextEncoder().encode(chunk));
      stream.close();
    },
  });
  const found: [string, string][] = [];
  for await (const { id, data } of messages(body, 1_000)) found.push([id, data]);
  return found;
}

test('messages are the same however they are cut', async () => {
  const text = ': hello\r\n\r\nid: 1\r\ndata: {"a":\r\ndata:1}\r\n\r\nid: 2\ndata: é\n\ndata: half';
  const whole: [string, string][] = [['1', '{"a":\n1}'], ['2', 'é']];
  assert.deepEqual(await read(text), whole);
  for (let at = 0; at < text.length; at += 1) assert.deepEqual(await read(text.slice(0, at), text.slice(at)), whole);
  assert.deepEqual(await read('id: 3\rdata: x\r\r', 'data: y\r\r'), [['3', 'x']]);
});

test('a silent line and a message without an end are errors', async () => {
  const silent = messages(new ReadableStream<Uint8Array>({}), 10);
  await assert.rejects(silent.next(), /silent/);
  const endless = new ReadableStream<Uint8Array>({
    pull: (stream) => stream.enqueue(new Uint8Array(1 << 20).fill(120)),
  });
  await assert.rejects(messages(endless, 1_000).next(), /without an end/);
});
