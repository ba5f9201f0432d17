import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isFinal, type PitchreelError, type Progress, verifyWebhook } from '../src/index.js';
import { picture } from './picture.js';
import { Receiver } from './receiver.js';
import { Server } from './server.js';

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
let server: Server;
let receiver: Receiver;

before(async () => {
  server = await Server.start();
  receiver = await Receiver.start();
});
after(async () => {
  receiver?.remove();
  await server?.remove();
});

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('an ad is ordered, followed, fetched, and told of', async () => {
  const client = server.client();
  const background = await client.assets.upload(picture(64, 64));
  assert.deepEqual([background.width, background.height], [64, 64]);
  const project = await client.projects.create({ topic: 'a mug that keeps coffee warm', format: '1:1' });
  assert.equal(project.scripts.length, 3);
  const [avatar] = await client.avatars.list().take(1);
  const [voice] = await client.voices.list().take(1);
  const chosen = await client.projects.update(project.id, {
    scriptId: project.scripts[1]!.id,
    scriptText: 'Warm coffee, all day. Get your mug.',
    avatarId: avatar!.id,
    voiceId: voice!.id,
    background: background.id,
  });
  assert.equal(chosen.background, background.id);
  assert.equal((await client.projects.estimate(project.id)).costUsd, '0.0000');

  const order = await client.projects.render(project.id, { webhook: receiver.url, webhookSecret: secret });
  const heard: Progress[] = [];
  const execution = await client.executions.wait(order.executionId, { onProgress: (step) => heard.push(step) });
  assert.equal(execution.status, 'completed');
  assert.ok(heard.some((step) => step.event?.job), 'progress comes from the stream');
  assert.ok(heard.some((step) => !isFinal(step.status) && step.progress > 0 && step.progress < 100));
  assert.equal(heard.at(-1)!.progress, 100);

  const film = await bytesOf(await client.download(execution.result.url));
  assert.equal(film.toString('latin1', 4, 8), 'ftyp');
  assert.equal(film.length, execution.result.bytes);
  assert.match((await bytesOf(await client.download(execution.result.captionsUrl))).toString(), /^WEBVTT/);

  const { headers, body } = await receiver.letter();
  const told = verifyWebhook(headers, body, secret);
  assert.deepEqual([told.executionId, told.status], [execution.id, 'completed']);
  const toldFilm = await bytesOf(await client.download(told.result!.url));
  assert.deepEqual(toldFilm, film);
  const [delivery] = await client.executions.deliveries(execution.id).take(1);
  assert.equal(told.id, delivery!.id);
  // All of it was made here.
  assert.deepEqual(await client.executions.requests(execution.id).take(1), []);
  assert.equal((await client.usage()).videosThisMonth, 1);
  const page = await client.executions.share(execution.id);
  assert.equal((await client.executions.share(execution.id)).url, page.url);
  await client.executions.unshare(execution.id);
});

test('what is not wanted any more is cancelled, and may go on later', async () => {
  const client = server.client();
  const project = await client.projects.create({ topic: 'a lamp' });
  await client.projects.update(project.id, { scriptId: project.scripts[0]!.id });
  const { executionId } = await client.projects.render(project.id);
  assert.equal((await client.executions.cancel(executionId)).status, 'cancelled');
  assert.equal((await client.executions.wait(executionId)).status, 'cancelled');
  assert.equal((await client.executions.retry(executionId)).id, executionId);
  await client.executions.cancel(executionId);
  await client.projects.delete(project.id);
  assert.equal((await client.projects.list({ search: 'lamp' }).page()).items.length, 0);
});

test('a receiver is tried, and told again', async () => {
  const client = server.client();
  const sent = await client.webhooks.test({ webhook: receiver.url });
  const first = await receiver.letter();
  const own = await client.webhooks.secret();
  const told = verifyWebhook(first.headers, first.body, own.secret);
  assert.deepEqual([told.id, told.status, told.executionId], [sent.id, 'test', null]);
  await client.deliveries.redeliver(sent.id);
  const second = await receiver.letter();
  assert.equal(verifyWebhook(second.headers, second.body, own.secret).id, sent.id);
  const replaced = await client.webhooks.rotateSecret();
  assert.notEqual(replaced.secret, own.secret);
  await client.webhooks.test({ webhook: receiver.url });
  const third = await receiver.letter();
  for (const known of [own.secret, replaced.secret, ['quite another one', own.secret]]) {
    assert.equal(verifyWebhook(third.headers, third.body, known).status, 'test');
  }
});

test('keys and invitations are made and taken back', async () => {
  const client = server.client();
  const made = await client.keys.create({ name: 'a reader', scope: 'read' });
  const reader = server.client({ key: made.key });
  assert.ok((await reader.team.members().page()).items.length === 1);
  await assert.rejects(reader.keys.list().page(), { kind: 'refused', status: 403 });
  await client.keys.delete(made.id);
  await assert.rejects(reader.usage(), { kind: 'refused', status: 401 });
  const invitation = await client.team.invite('member');
  assert.match(invitation.url, /^http/);
  await client.team.takeBack(invitation.id);
  assert.deepEqual((await client.team.invitations().page()).items, []);
});

test('a key of a provider that cannot be one is refused and not repeated', async () => {
  const client = server.client();
  await assert.rejects(client.providerKeys.save('fal', 'q7x'), (error: PitchreelError) => {
    assert.deepEqual([error.status, error.message.includes('q7x')], [400, false]);
    return true;
  });
  assert.deepEqual(await client.providerKeys.list().take(1), []);
  await assert.rejects(client.providerKeys.get('fal'), { status: 404 });
});
