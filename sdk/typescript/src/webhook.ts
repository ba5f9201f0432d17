import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MediaResult, Status } from './types.js';

/** What a webhook tells. */
export interface WebhookEvent {
  /** The same for every attempt to deliver it: whoever keeps it does nothing twice. */
  id: string;
  /** Whose end it tells of; `null` for a test. */
  executionId: string | null;
  /** How it ended, or `test`. */
  status: Status | 'test';
  result: MediaResult | null;
  error: string | null;
  timestamp: string;
}

/** The headers of a request, in any of the usual forms. */
export type WebhookHeaders = Pick<Headers, 'get'> | Record<string, string | readonly string[] | undefined>;

/** What can be said beside the webhook itself. */
export interface VerifyOptions {
  /** The present moment. */
  now?: Date;
}

/** It was not sent by whoever knows the secret, or not now. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

const ageMaxS = 300;
/** Two are usual while a secret is being replaced. */
const signaturesMax = 8;
const keyBytesMin = 16;
const secretCharsMin = 8;

/**
 * Checks a webhook by Standard Webhooks and reads it. `body` is what came in, byte by byte, before anything parsed it.
 * Several secrets may be given while one replaces another.
 *
 * @throws {WebhookError} where it is forged, incomplete, or older than five minutes.
 */
export function verifyWebhook(
  headers: WebhookHeaders,
  body: string | Uint8Array,
  secret: string | readonly string[],
  { now = new Date() }: VerifyOptions = {},
): WebhookEvent {
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  checkAge(timestamp, now);
  const given = signatures(header(headers, 'webhook-signature'));
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const wanted = secrets.map((text) =>
    createHmac('sha256', keyOf(text)).update(`${id}.${timestamp}.`).update(body).digest(),
  );
  // Each is compared with each, so that nothing can be learnt from how long it takes.
  const fits = wanted.flatMap((mac) => given.map((signature) => timingSafeEqual(mac, signature)));
  if (!fits.includes(true)) throw new WebhookError('No signature fits.');
  return read(id, body);
}

function header(headers: WebhookHeaders, name: string): string {
  const value = isOfFetch(headers) ? headers.get(name) : ofRecord(headers, name);
  if (typeof value !== 'string' || value === '') throw new WebhookError(`The header ${name} is missing.`);
  return value;
}

function isOfFetch(headers: WebhookHeaders): headers is Pick<Headers, 'get'> {
  return typeof headers.get === 'function';
}

function ofRecord(headers: Record<string, string | readonly string[] | undefined>, name: string) {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function checkAge(timestamp: string, now: Date): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('Its time cannot be read.');
  const ageS = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (ageS > ageMaxS) throw new WebhookError('It is too old.');
  if (ageS < -ageMaxS) throw new WebhookError('It is from the future.');
}

function signatures(value: string): Buffer[] {
  const versioned = value.split(' ', signaturesMax).filter((entry) => entry.startsWith('v1,'));
  return versioned.map((entry) => Buffer.from(entry.slice(3), 'base64')).filter((bytes) => bytes.length === 32);
}

/** `whsec_` and base64, or the text itself. */
function keyOf(secret: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]*={0,2})$/.exec(secret)?.[1];
  const key = Buffer.from(encoded ?? secret, encoded === undefined ? 'utf8' : 'base64');
  const isUsable = secret.startsWith('whsec_') ? encoded !== undefined && key.length >= keyBytesMin : true;
  if (!isUsable || [...secret].length < secretCharsMin) {
    throw new TypeError('A webhook secret is whsec_ and base64 of 16 bytes or more, or any other text of 8 characters or more.');
  }
  return key;
}

function read(id: string, body: string | Uint8Array): WebhookEvent {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    const told = JSON.parse(text) as Omit<WebhookEvent, 'id'>;
    if (typeof told.status === 'string') return { ...told, id };
  } catch {
    // Said below.
  }
  throw new WebhookError('It is signed, but it tells nothing that can be read.');
}
