import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compose, type PitchreelError } from '../src/index.js';
import { pipelineOf } from '../src/pipeline.js';
import { Server } from './server.js';

let server: Server;
before(async () => {
  server = await Server.start();
});
after(async () => server?.remove());

test('a composition becomes steps in order, each named once', () => {
  const room = compose.image({ prompt: 'a kitchen' });
  const other = compose.image({ prompt: 'another', format: undefined }, { id: 'image' });
  const words = compose.scripts({ topic: 'a warm mug' });
  const voice = compose.speech({ text: words.text, voice: 'plain' });
  const take = compose.presenter({ sound: voice.sound });
  const scene = compose.video({ prompt: words.title, image: other.image, duration: 3 });
  assert.deepEqual(pipelineOf(compose.compose({ take: take.take, image: room.image }, { id: 'ad' })), [
    { id: 'scripts', step: 'scripts', input: { topic: 'a warm mug' } },
    { id: 'speech', step: 'speech', input: { text: { ref: 'scripts.text' }, voice: 'plain' } },
    { id: 'presenter', step: 'presenter', input: { sound: { ref: 'speech.sound' } } },
    { id: 'image', step: 'image', input: { prompt: 'a kitchen' } },
    { id: 'ad', step: 'compose', input: { take: { ref: 'presenter.take' }, image: { ref: 'image.image' } } },
  ]);
  assert.deepEqual(pipelineOf(scene)[1], { id: 'image', step: 'image', input: { prompt: 'another' } });
});

test('a name that is given is kept from the others, and given once', () => {
  const first = compose.image({ prompt: 'one' });
  const second = compose.scripts({ topic: 'two' }, { id: 'image' });
  const both = compose.video({ prompt: second.text, image: first.image });
  assert.deepEqual(pipelineOf(both).map((step) => step.id), ['image', 'image-2', 'video']);
  const twice = compose.video({ prompt: second.text, image: first.image }, { id: 'image' });
  assert.throws(() => pipelineOf(twice), /Two steps are called image/);
});

test('too long a composition is refused before it is sent', () => {
  let words = compose.scripts({ topic: 'a mug' });
  for (let step = 0; step < 20; step += 1) words = compose.scripts({ topic: words.title });
  assert.throws(() => pipelineOf(compose.video({ prompt: words.text })), RangeError);
});

test('a composed ad is made', async () => {
  const client = server.client();
  const voice = compose.speech({ text: 'Warm coffee, all day. Get your mug.', voice: 'plain' });
  const take = compose.presenter({ sound: voice.sound, avatar: 'amara' });
  const ad = compose.compose({ take: take.take, background: '#1f3742', quality: 'draft' }, { id: 'ad' });
  const order = await client.executions.compose(ad);
  const execution = await client.executions.wait(order.executionId);
  assert.equal(execution.status, 'completed');
  assert.deepEqual(execution.jobs.map((job) => job.name), ['speech', 'presenter', 'ad', 'publish']);
  assert.equal(execution.result.width, 540);
});

test('what the server finds wrong in a composition is named at its place', async () => {
  const voice = compose.speech({ text: 'Warm coffee.', voice: 'nobody' });
  const take = compose.presenter({ sound: voice.sound });
  const ordered = server.client().executions.compose(compose.compose({ take: take.take, background: 'blue' }));
  await assert.rejects(ordered, (error: PitchreelError) => {
    assert.equal(error.status, 400);
    assert.ok(error.at('#/pipeline/0/input/voice'), error.message);
    assert.ok(error.at('#/pipeline/2/input/background'), error.message);
    return true;
  });
});
