// Checks a webhook of Pitchreel. Node 20 or newer, no dependencies: copy `verify` and `keyOf`.
//
// As a program it reads one case from standard input, {"headers", "body", "secret", "now"}, and prints the webhook's id;
// where the webhook is refused, it prints the reason on standard error and exits with 1.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const AGE_MAX_S = 300;

/**
 * The id of a genuine webhook; throws where it is not genuine. Names of `headers` are in lower case, as in Node's
 * `request.headers`. `body` is what came, to the byte, and not what a JSON parser made of it. `now` is in Unix seconds.
 */
export function verify(headers, body, secret, now) {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((part) => {
    const value = headers[`webhook-${part}`];
    if (!value) throw new Error(`the header webhook-${part} is missing`);
    return value;
  });
  if (!/^[0-9]{1,12}$/.test(timestamp)) throw new Error('its time cannot be read');
  const age = now - Number(timestamp);
  if (age > AGE_MAX_S) throw new Error('it is too old');
  if (age < -AGE_MAX_S) throw new Error('it is from the future');

  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body);
  const expected = Buffer.from(`v1,${mac.digest('base64')}`);
  const fits = (signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  if (!signatures.split(' ').some(fits)) throw new Error('no signature fits');
  return id;
}

/** The bytes that a secret stands for. A short one is refused, since with an empty one anybody could sign. */
function keyOf(secret) {
  if (!secret.startsWith('whsec_')) {
    if ([...secret].length < 8) throw new Error('a secret has 8 characters or more');
    return Buffer.from(secret);
  }
  const encoded = secret.slice('whsec_'.length);
  const key = Buffer.from(encoded, 'base64');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || key.length < 16) {
    throw new Error('after whsec_ comes base64 of 16 bytes or more');
  }
  return key;
}

// Only where this file is the program, and not where it is imported.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { headers, body, secret, now } = JSON.parse(readFileSync(0, 'utf8'));
  try {
    console.log(verify(headers, body, secret, now));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
