import { PitchreelError } from './error.js';
import { anyOf, pause } from './pause.js';
import { Attempts } from './retries.js';
import { messages } from './sse.js';
import { segment, type Transport } from './transport.js';
import { type ExecutionEvent, isFinal } from './types.js';

/** How an execution is followed. */
export interface EventsOptions {
  /** The number of the last event that you have; 0, the default, begins with the first. */
  after?: number;
  /** Ends it. */
  signal?: AbortSignal;
  /** Milliseconds for which a broken line is taken up again and again before that is an error: three minutes. */
  reconnectMs?: number;
}

/** Three of the server's signs of life. */
const idleMs = 45_000;
const usualReconnectMs = 180_000;
const reconnectsMax = 60;

/**
 * The events of an execution: each of them once, in order and with no gap, also over broken lines, until it is over.
 */
export async function* follow(
  transport: Transport,
  id: string,
  { after = 0, signal, reconnectMs = usualReconnectMs }: EventsOptions = {},
): AsyncGenerator<ExecutionEvent, void, undefined> {
  const path = `/api/executions/${segment(id)}/events`;
  const attempts = new Attempts({ attempts: reconnectsMax, withinMs: reconnectMs });
  let seen = after;
  let over = false;
  for (;;) {
    const line = new AbortController();
    let broken: unknown;
    try {
      const answer = await transport.events(path, seen, anyOf(line.signal, signal));
      if (answer.status === 204) return;
      for await (const event of eventsOf(answer, path)) {
        // After a gap, what is missing is asked for again.
        if (event.seq > seen + 1) break;
        if (event.seq <= seen) continue;
        seen = event.seq;
        over = isFinal(event.status);
        attempts.restart();
        yield event;
      }
      if (over) return;
      broken = new PitchreelError('unreachable', `GET ${path}`, 'The line ended before the execution did.');
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      broken = error;
    } finally {
      line.abort();
    }
    await pause(attempts.pauseAfter(broken), signal);
  }
}

async function* eventsOf(answer: Response, path: string): AsyncGenerator<ExecutionEvent, void, undefined> {
  const call = `GET ${path}`;
  if (!answer.body || !answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw new PitchreelError('unreadable', call, 'The answer is no stream of events.', { status: answer.status });
  }
  const stream = messages(answer.body, idleMs);
  try {
    for (;;) {
      const next = await stream.next().catch((cause: unknown) => {
        throw new PitchreelError('unreachable', call, 'The line broke.', { cause });
      });
      if (next.done) return;
      yield eventOf(next.value.data, call);
    }
  } finally {
    await stream.return();
  }
}

function eventOf(data: string, call: string): ExecutionEvent {
  try {
    const event = JSON.parse(data) as ExecutionEvent;
    if (Number.isSafeInteger(event.seq) && typeof event.status === 'string') return event;
  } catch {
    // Said below.
  }
  throw new PitchreelError('unreadable', call, 'This is no event of an execution.');
}
