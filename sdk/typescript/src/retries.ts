import { PitchreelError } from './error.js';

/** How often and how long a call is tried. */
export interface Retries {
  /** Attempts at most, the first one included; 1 is never again. Asking after one that is still in flight counts for none. */
  attempts: number;
  /** Milliseconds that all attempts and the pauses between them take at most. */
  withinMs: number;
}

/** In all longer than the server holds a request that it lost sight of, so that the same key finds its answer. */
export const usualRetries: Retries = { attempts: 8, withinMs: 180_000 };

const firstPauseMs = 250;
const longestPauseMs = 8_000;
const inFlightPauseMs = 1_000;
/** Of an overloaded or restarting server, or of the proxy before it. */
const passing = new Set([408, 429, 502, 503, 504]);

/**
 * Whether the same call may do better later. Every POST has an idempotency key, and every other call may be made twice,
 * so an answer that was lost is no obstacle.
 */
export function mayPass(error: unknown): error is PitchreelError {
  if (!(error instanceof PitchreelError)) return false;
  if (error.kind === 'unreachable' || error.kind === 'timeout') return true;
  return isInFlight(error) || passing.has(error.status ?? 0);
}

/** Of all conflicts, only the one with the same request still in flight says when to come again. */
function isInFlight(error: PitchreelError): boolean {
  return error.kind === 'refused' && error.status === 409 && error.retryAfterMs !== undefined;
}

/** The attempts of one call, or of one thing that is followed. */
export class Attempts {
  readonly #retries: Retries;
  #began = Date.now();
  #failed = 0;

  constructor(retries: Retries) {
    this.#retries = retries;
  }

  /** Milliseconds that are left. */
  get leftMs(): number {
    return Math.max(1, this.#began + this.#retries.withinMs - Date.now());
  }

  /** How long to wait before the next attempt; throws the error where there is none. */
  pauseAfter(error: unknown): number {
    if (!mayPass(error)) throw error;
    const pauseMs = Math.max(this.#usualPauseAfter(error), error.retryAfterMs ?? 0);
    if (pauseMs >= this.leftMs) throw error;
    return pauseMs;
  }

  #usualPauseAfter(error: PitchreelError): number {
    if (isInFlight(error)) return inFlightPauseMs;
    this.#failed += 1;
    if (this.#failed >= this.#retries.attempts) throw error;
    const wide = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#failed - 1));
    return wide / 2 + (Math.random() * wide) / 2;
  }

  /** It went on: what failed before does not count any more. */
  restart(): void {
    this.#began = Date.now();
    this.#failed = 0;
  }
}

/** The pause that `Retry-After` asks for: seconds, or a date. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
