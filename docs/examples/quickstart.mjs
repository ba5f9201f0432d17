// From a topic to an MP4 through the API: order a render, hear of its end by webhook, check the webhook, fetch the film.
// Node 20 or newer, no dependencies. docs/quickstart.md tells what has to run before.
//
//     PITCHREEL_KEY=pr_... node quickstart.mjs ["TOPIC" [FILE.mp4]]
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { verify } from './verify-webhook/verify.mjs';

const { PITCHREEL_URL = 'http://127.0.0.1:3000', PITCHREEL_KEY } = process.env;
const [topic = 'a mug that keeps coffee warm for three hours', file = 'ad.mp4'] = process.argv.slice(2);

const ANSWER_MS = 30_000;
const RENDER_MS = 15 * 60_000;
const DOWNLOAD_MS = 5 * 60_000;
const WEBHOOK_BYTES_MAX = 64 * 1024;

async function main() {
  if (!PITCHREEL_KEY) throw new Error('Set PITCHREEL_KEY to the key that `pitchreel key add EMAIL` printed.');
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = await startReceiver(secret);

  const project = await call('POST', '/api/projects', { topic });
  const [script] = project.scripts;
  say(`Three scripts were written. The first begins: ${script.hook}`);
  await call('PATCH', `/api/projects/${project.id}`, { scriptId: script.id });

  // With the same key, the same order may be sent again when its answer was lost: it is taken once.
  const sameOrder = { 'Idempotency-Key': randomUUID() };
  const webhook = { webhook: receiver.url, webhookSecret: secret };
  const order = await call('POST', `/api/projects/${project.id}/render`, webhook, sameOrder);
  say(`Ordered. It can be watched at ${new URL(`/executions/${order.executionId}`, PITCHREEL_URL)}`);

  const told = await Promise.race([receiver.webhook, tooLate(order.executionId)]);
  receiver.stop();
  if (told.status !== 'completed') throw new Error(`The render ended as ${told.status}: ${told.error}`);
  say(`Made: ${told.result.durationMs / 1000} seconds, ${told.result.width} x ${told.result.height}.`);
  await download(told.result.url, file);
  console.log(resolve(file));
}

/** Calls the API; what it refuses becomes an error with its sentence. */
async function call(method, path, body, headers = {}) {
  const answer = await fetch(new URL(path, PITCHREEL_URL), {
    method,
    headers: { Authorization: `Bearer ${PITCHREEL_KEY}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said.detail ?? answer.statusText}`);
  return said;
}

/** Listens on a free port of this machine. Its `webhook` is the first genuine one. */
async function startReceiver(secret) {
  const seen = new Set();
  let tell;
  const webhook = new Promise((resolve) => (tell = resolve));
  const server = createServer({ requestTimeout: ANSWER_MS }, async (request, response) => {
    try {
      const body = await read(request);
      const id = verify(request.headers, body, secret, Date.now() / 1000);
      const event = JSON.parse(body);
      // The answer comes before the work, and what came before is not worked on again.
      response.writeHead(204).end();
      if (!seen.has(id)) tell(event);
      seen.add(id);
    } catch (error) {
      say(`A request to the receiver was refused: ${error.message}`);
      response.writeHead(400, { Connection: 'close' }).end();
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const stop = () => {
    server.close();
    server.closeIdleConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/pitchreel`, webhook, stop };
}

/** The body as it came, to the byte: the signature is over these bytes. */
async function read(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > WEBHOOK_BYTES_MAX) throw new Error('it is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function tooLate(executionId) {
  await after(RENDER_MS, undefined, { ref: false });
  throw new Error(`No webhook came in ${RENDER_MS / 60_000} minutes. Look at /api/executions/${executionId}/deliveries.`);
}

/** Addresses of films need no key. */
async function download(url, file) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}

/** What is told beside the result, which alone goes to standard output. */
function say(sentence) {
  console.error(sentence);
}

main().catch((error) => {
  say(error.cause ? `${error.message}: ${error.cause.message}` : error.message);
  process.exit(1);
});
