import { PitchreelError } from './error.js';
import { follow } from './follow.js';
import { anyOf, pause } from './pause.js';
import { segment, type Transport } from './transport.js';
import { type Execution, type FinishedExecution, isFinal, type Progress } from './types.js';

/** How the end of an execution is awaited. */
export interface WaitOptions {
  /** Hears of every step forward. */
  onProgress?: (progress: Progress) => void;
  /** Ends the waiting; the execution goes on. */
  signal?: AbortSignal;
  /** Milliseconds after which the waiting is an error: an hour. The execution goes on. */
  timeoutMs?: number;
  /** Milliseconds between two looks, where the server's stream cannot be read: two seconds. */
  pollMs?: number;
}

const usualTimeoutMs = 3_600_000;
const usualPollMs = 2_000;

/** Waits until nothing more happens to an execution by itself. */
export async function wait(transport: Transport, id: string, options: WaitOptions = {}): Promise<FinishedExecution> {
  const { timeoutMs = usualTimeoutMs } = options;
  const call = `GET /api/executions/${segment(id)}`;
  const late = new AbortController();
  const detail = `The execution was not over after ${timeoutMs} ms. It goes on.`;
  const timer = setTimeout(() => late.abort(new PitchreelError('timeout', call, detail)), timeoutMs);
  try {
    return await untilOver(transport, id, { ...options, signal: anyOf(late.signal, options.signal) });
  } finally {
    clearTimeout(timer);
  }
}

async function untilOver(transport: Transport, id: string, options: WaitOptions): Promise<FinishedExecution> {
  const { onProgress = () => undefined, signal, pollMs = usualPollMs } = options;
  const look = async () => {
    const execution = await transport.json<Execution>({
      method: 'GET',
      path: `/api/executions/${segment(id)}`,
      options: signal && { signal },
    });
    onProgress(progressOf(execution));
    return execution;
  };
  let execution = await look();
  let streams = true;
  while (!isFinished(execution)) {
    if (streams) streams = await watched(transport, execution, onProgress, signal);
    else await pause(pollMs, signal);
    execution = await look();
  }
  return execution;
}

/** Follows the stream to its end; false where there is none to be had. */
async function watched(
  transport: Transport,
  execution: Execution,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const events = follow(transport, execution.id, { after: execution.lastEvent, ...(signal && { signal }) });
  for (;;) {
    const next = await events.next().catch((error: unknown) => {
      // A look will tell whether it is the stream alone that cannot be had.
      if (!(error instanceof PitchreelError) || signal?.aborted) throw error;
      return undefined;
    });
    if (!next) return false;
    if (next.done) return true;
    const { status, progress, currentJob, message } = next.value;
    onProgress({ status, progress, currentJob, message, event: next.value });
  }
}

function progressOf({ status, progress, currentJob }: Execution): Progress {
  return { status, progress, currentJob };
}

function isFinished(execution: Execution): execution is FinishedExecution {
  return isFinal(execution.status);
}
