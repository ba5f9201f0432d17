import type { FieldProblem } from './generated.js';

/**
 * What kind of failure it was.
 *
 * - `refused`: the server answered, and said no; `status` and `detail` say why.
 * - `unreachable`: no answer, or it broke off.
 * - `timeout`: no answer in time.
 * - `unreadable`: the answer is none of Pitchreel's.
 */
export type FailureKind = 'refused' | 'unreachable' | 'timeout' | 'unreadable';

/** The parts of a failure that are not always there. */
export interface FailureFacts {
  /** The status of the answer. */
  status?: number;
  /** What is wrong with each field, on 400. */
  errors?: readonly FieldProblem[];
  /** How long the server asks to be left alone. */
  retryAfterMs?: number;
  /** What lies behind it. */
  cause?: unknown;
}

/** A call that did not do what it should. It never holds the key. */
export class PitchreelError extends Error {
  override readonly name = 'PitchreelError';
  readonly kind: FailureKind;
  /** The call: `POST /api/projects`. */
  readonly call: string;
  /** One sentence for people: what is wrong, or what to do. */
  readonly detail: string;
  /** The status of the answer, where there was one. */
  readonly status: number | undefined;
  /** What is wrong with each field, on 400. */
  readonly errors: readonly FieldProblem[];
  /** How long the server asks to be left alone, where it does. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FailureKind, call: string, detail: string, facts: FailureFacts = {}) {
    const status = facts.status === undefined ? '' : `${facts.status} `;
    super(`${call}: ${status}${detail}`, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.call = call;
    this.detail = detail;
    this.status = facts.status;
    this.errors = facts.errors ?? [];
    this.retryAfterMs = facts.retryAfterMs;
  }

  /** What is wrong with one field: `error.at('#/topic')`. */
  at(pointer: string): string | undefined {
    return this.errors.find((problem) => problem.pointer === pointer)?.detail;
  }
}
