import type { FilmStep } from '../compose.js';
import { type EventsOptions, follow } from '../follow.js';
import { Listing, type ListOptions } from '../list.js';
import { pipelineOf } from '../pipeline.js';
import { type CallOptions, type PostOptions, segment, type Transport } from '../transport.js';
import type {
  Accepted,
  Delivery,
  Execution,
  ExecutionEvent,
  FinishedExecution,
  Notice,
  OutsideRequest,
  PlannedStep,
  ResolveBody,
  Share,
} from '../types.js';
import { wait, type WaitOptions } from '../wait.js';

/** Which executions are listed. */
export interface ExecutionsQuery extends ListOptions {
  /** Those of this project alone. */
  project?: string;
}

/** What becomes of an order. */
export class Executions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The newest first. */
  list({ project, ...options }: ExecutionsQuery = {}): Listing<Execution> {
    return new Listing(this.#transport, '/api/executions', { project }, options);
  }

  get(id: string, options?: CallOptions): Promise<Execution> {
    return this.#transport.json({ method: 'GET', path: pathOf(id), options });
  }

  /** Orders a composition: the film of this step, and all that it is made from. */
  compose(last: FilmStep, notice: Notice = {}, options?: PostOptions): Promise<Accepted> {
    return this.pipeline(pipelineOf(last), notice, options);
  }

  /** Orders a composition that is written out, as the API takes it. */
  pipeline(pipeline: PlannedStep[], notice: Notice = {}, options?: PostOptions): Promise<Accepted> {
    const body = { pipeline, ...notice };
    return this.#transport.json({ method: 'POST', path: '/api/executions', body, options });
  }

  /** Everything that happens, in order and with no gap, until it is over. A broken line is taken up where it broke. */
  events(id: string, options?: EventsOptions): AsyncGenerator<ExecutionEvent, void, undefined> {
    return follow(this.#transport, id, options);
  }

  /** Waits until it is over, whatever became of it: ask `status`. */
  wait(id: string, options?: WaitOptions): Promise<FinishedExecution> {
    return wait(this.#transport, id, options);
  }

  /** It stops within a second. One that is over stays as it is. */
  cancel(id: string, options?: PostOptions): Promise<Execution> {
    return this.#transport.json({ method: 'POST', path: `${pathOf(id)}/cancel`, options });
  }

  /** It goes on from the step that failed. What succeeded is never paid again. */
  retry(id: string, options?: PostOptions): Promise<Execution> {
    return this.#transport.json({ method: 'POST', path: `${pathOf(id)}/retry`, options });
  }

  /** Settles a step whose answer was lost, for one that failed with the code `needs_review`. */
  resolve(id: string, resolution: ResolveBody, options?: PostOptions): Promise<Execution> {
    return this.#transport.json({ method: 'POST', path: `${pathOf(id)}/resolve`, body: resolution, options });
  }

  /** What was asked of providers for it, in that order. */
  requests(id: string, options: CallOptions = {}): Listing<OutsideRequest> {
    return new Listing(this.#transport, `${pathOf(id)}/requests`, {}, options);
  }

  /** What was told to its webhook, the newest first. */
  deliveries(id: string, options: ListOptions = {}): Listing<Delivery> {
    return new Listing(this.#transport, `${pathOf(id)}/deliveries`, {}, options);
  }

  /** Shows a finished ad on a public page; the same address each time. */
  share(id: string, options?: CallOptions): Promise<Share> {
    return this.#transport.json({ method: 'PUT', path: `${pathOf(id)}/share`, options });
  }

  /** Ends its public page. */
  unshare(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.done({ method: 'DELETE', path: `${pathOf(id)}/share`, options });
  }
}

function pathOf(id: string): string {
  return `/api/executions/${segment(id)}`;
}
