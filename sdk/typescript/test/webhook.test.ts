import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { verifyWebhook, WebhookError } from '../src/index.js';

const body = '{"executionId":"ex_1","status":"completed","result":null,"error":null,"timestamp":"2026-11-27T09:00:00Z"}';
const at = 1_700_000_000;
const now = new Date(at * 1000);
const encoded = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

function sign(key: string | Buffer, text = body): string {
  return `v1,${createHmac('sha256', key).update(`whd_1.${at}.${text}`).digest('base64')}`;
}

function letter(signature: string, over: Record<string, string | undefined> = {}) {
  return { 'webhook-id': 'whd_1', 'webhook-timestamp': String(at), 'webhook-signature': signature, ...over };
}

const signed = sign(Buffer.from(encoded.slice(6), 'base64'));

test('a vector of the published libraries fits, and says nothing of ours', () => {
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const verified = () =>
    verifyWebhook(headers, '{"test": 2432232314}', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      now: new Date(1_614_265_330_000),
    });
  assert.throws(verified, /tells nothing that can be read/);
});

test('every form of headers, body and secret is taken', () => {
  const expected = { ...(JSON.parse(body) as object), id: 'whd_1' };
  const upper = Object.fromEntries(Object.entries(letter(signed)).map(([name, value]) => [name.toUpperCase(), value]));
  for (const headers of [letter(signed), upper, new Headers(letter(signed) as Record<string, string>)]) {
    for (const bytes of [body, Buffer.from(body)]) {
      assert.deepEqual(verifyWebhook(headers, bytes, encoded, { now }), expected);
    }
  }
  assert.equal(verifyWebhook(letter(sign('süßwaren')), body, 'süßwaren', { now }).id, 'whd_1');
  assert.equal(verifyWebhook(letter(signed), body, ['an older secret', encoded], { now }).id, 'whd_1');
});

test('one of several signatures is enough', () => {
  const wrong = sign('another secret');
  for (const several of [`${wrong} ${signed}`, `${signed} ${wrong}`, `v1a,xxxx ${signed}`, `v2,xx v1,x ${signed}`]) {
    assert.equal(verifyWebhook(letter(several), body, encoded, { now }).executionId, 'ex_1');
  }
  const tooMany = [...Array<string>(8).fill(wrong), signed].join(' ');
  assert.throws(() => verifyWebhook(letter(tooMany), body, encoded, { now }), WebhookError);
});

test('what is forged, changed, incomplete or not of now is refused', () => {
  const refused = (headers: Record<string, string | undefined>, text = body, moment = now) =>
    assert.throws(() => verifyWebhook(headers, text, encoded, { now: moment }), WebhookError);
  for (const forged of ['v1,', 'v1', ' ', 'v1,=====', signed.replace('v1,', 'v2,'), sign('another secret')]) {
    refused(letter(forged));
  }
  refused(letter(signed), body.replace('completed', 'cancelled'));
  refused(letter(signed, { 'webhook-id': 'whd_2' }));
  refused(letter(signed, { 'webhook-timestamp': String(at + 1) }));
  refused(letter(signed, { 'webhook-timestamp': 'now' }));
  for (const missing of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    refused(letter(signed, { [missing]: undefined }));
  }
  assert.doesNotThrow(() => verifyWebhook(letter(signed), body, encoded, { now: new Date((at + 300) * 1000) }));
  assert.doesNotThrow(() => verifyWebhook(letter(signed), body, encoded, { now: new Date((at - 300) * 1000) }));
  refused(letter(signed), body, new Date((at + 301) * 1000));
  refused(letter(signed), body, new Date((at - 301) * 1000));
});

test('a secret that is none is the receiver’s own mistake', () => {
  for (const secret of ['', '1234567', 'whsec_', 'whsec_AAAA', 'whsec_not base64 at all!']) {
    assert.throws(() => verifyWebhook(letter(signed), body, secret, { now }), TypeError);
  }
});
