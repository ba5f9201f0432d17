import { readJson, refusal } from './answer.js';
import { type DownloadOptions, limited } from './download.js';
import { PitchreelError } from './error.js';
import { anyOf, pause } from './pause.js';
import { Attempts, type Retries, usualRetries } from './retries.js';

/** What every call takes beside its own input. */
export interface CallOptions {
  /** Stops the call, its attempts and its pauses. */
  signal?: AbortSignal;
  /** Milliseconds for one attempt, its answer included. */
  timeoutMs?: number;
}

/** What every POST takes beside its own input. */
export interface PostOptions extends CallOptions {
  /**
   * Names this request: for a day, the same request with the same key makes nothing again. A random one by default,
   * which serves the attempts of this call. Give one of your own to be safe beyond the end of this process.
   */
  idempotencyKey?: string;
}

export type Query = Record<string, string | number | undefined>;

/** One call of the API. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Query;
  /** An object that becomes JSON, or a form. */
  body?: unknown;
  options?: PostOptions | undefined;
}

/** How the server is reached. */
export interface Connection {
  baseUrl: string;
  key: string;
  timeoutMs?: number;
  retries?: Partial<Retries>;
  fetch?: typeof fetch;
}

const usualTimeoutMs = 60_000;

/** Carries calls to the server, as often as it takes. The key stays in here. */
export class Transport {
  readonly origin: string;
  readonly #key: string;
  readonly #timeoutMs: number;
  readonly #retries: Retries;
  readonly #fetch: typeof fetch;

  constructor({ baseUrl, key, timeoutMs = usualTimeoutMs, retries, fetch: send = fetch }: Connection) {
    // The sentence does not repeat the key: errors end in logs.
    if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError('The key is not one of Pitchreel: letters, digits and signs.');
    this.origin = originOf(baseUrl);
    this.#key = key;
    this.#timeoutMs = timeoutMs;
    this.#retries = { ...usualRetries, ...retries };
    this.#fetch = send;
  }

  /** The JSON that the call is answered with. */
  json<Answer>(call: Call): Promise<Answer> {
    return this.#send(call, (answer) => readJson<Answer>(answer, nameOf(call)));
  }

  /** A call that is answered with nothing. */
  async done(call: Call): Promise<void> {
    await this.#send(call, async (answer) => answer.body?.cancel());
  }

  /**
   * One attempt at a stream of the API. Its answer is read by the caller, for as long as the signal lets it; only its
   * beginning has a time-out.
   */
  async events(path: string, after: number, signal: AbortSignal): Promise<Response> {
    const headers = { accept: 'text/event-stream', 'last-event-id': String(after), ...this.#authorization() };
    return this.#open('GET', new URL(path, this.origin), { headers, signal });
  }

  /** The bytes at a public address, which is sent no key. */
  async media(address: string, options: DownloadOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const url = new URL(address, this.origin);
    const { signal, timeoutMs = this.#timeoutMs, bytesMax } = options;
    const attempts = new Attempts(this.#retries);
    for (;;) {
      try {
        const answer = await this.#open('GET', url, { signal: signal ?? null }, timeoutMs);
        return limited(answer.body ?? new Blob([]).stream(), `GET ${url.pathname}`, timeoutMs, bytesMax);
      } catch (error) {
        await pause(attempts.pauseAfter(error), signal);
      }
    }
  }

  async #send<Answer>(call: Call, read: (answer: Response) => Promise<Answer>): Promise<Answer> {
    const { signal, timeoutMs = this.#timeoutMs } = call.options ?? {};
    const request = this.#request(call);
    const attempts = new Attempts(this.#retries);
    let unsure = false;
    for (;;) {
      const deadline = AbortSignal.timeout(Math.min(timeoutMs, attempts.leftMs));
      try {
        const either = anyOf(deadline, signal);
        return await said(nameOf(call), { deadline, signal }, async () => {
          const answer = await this.#fetch(urlOf(this.origin, call), { ...request, signal: either });
          // Gone already, though we did not hear of it.
          const gone = unsure && call.method === 'DELETE' && answer.status === 404;
          if (!answer.ok && !gone) throw await refusal(answer, nameOf(call));
          return read(answer);
        });
      } catch (error) {
        const pauseMs = attempts.pauseAfter(error);
        unsure ||= error instanceof PitchreelError && error.kind !== 'refused';
        await pause(pauseMs, signal);
      }
    }
  }

  /** Every attempt sends this, so that the server knows it for the same request. */
  #request(call: Call): RequestInit {
    const headers: Record<string, string> = { accept: 'application/json', ...this.#authorization() };
    if (call.method === 'POST') headers['idempotency-key'] = call.options?.idempotencyKey ?? crypto.randomUUID();
    const isForm = call.body instanceof FormData;
    if (call.body !== undefined && !isForm) headers['content-type'] = 'application/json';
    const body = isForm ? (call.body as FormData) : call.body === undefined ? null : JSON.stringify(call.body);
    return { method: call.method, headers, body, redirect: 'manual' };
  }

  async #open(method: string, url: URL, request: RequestInit, timeoutMs = this.#timeoutMs): Promise<Response> {
    const call = `${method} ${url.pathname}`;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    const signal = request.signal ?? undefined;
    try {
      return await said(call, { deadline: late.signal, signal }, async () => {
        const either = anyOf(late.signal, signal);
        const answer = await this.#fetch(url, { ...request, redirect: 'manual', signal: either });
        if (!answer.ok) throw await refusal(answer, call);
        return answer;
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.#key}` };
  }
}

interface Stops {
  deadline: AbortSignal;
  signal: AbortSignal | undefined;
}

/** Gives every way of failing its name. Whoever stopped the call is told their own reason. */
async function said<Answer>(call: string, { deadline, signal }: Stops, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (deadline.aborted) throw new PitchreelError('timeout', call, 'There was no answer in time.', { cause });
    if (cause instanceof PitchreelError) throw cause;
    throw new PitchreelError('unreachable', call, 'The server cannot be reached, or its answer broke off.', { cause });
  }
}

function nameOf(call: Call): string {
  return `${call.method} ${call.path}`;
}

function urlOf(origin: string, { path, query = {} }: Call): URL {
  const url = new URL(path, origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function originOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isPlain = url?.pathname === '/' && url.search === '' && url.username === '' && url.password === '';
  if (url === undefined || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw new TypeError('baseUrl is the address of a Pitchreel server alone: https://ads.example.com');
  }
  return url.origin;
}

/** An id as a part of a path. */
export function segment(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) throw new TypeError(`${JSON.stringify(id)} is not an id.`);
  return id;
}
