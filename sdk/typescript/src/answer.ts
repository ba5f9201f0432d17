/** How answers are read: with a limit, and never trusted to be what they should. */
import { PitchreelError } from './error.js';
import type { FieldProblem } from './generated.js';
import { retryAfterMs } from './retries.js';

const bytesMax = 16 * 1024 * 1024;
const detailCharsMax = 2_000;

/** The JSON of an answer that says yes. */
export async function readJson<Value>(answer: Response, call: string): Promise<Value> {
  try {
    return JSON.parse(await readText(answer, call)) as Value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const detail = 'The answer is not JSON. Is a Pitchreel server at this address?';
    throw new PitchreelError('unreadable', call, detail, { status: answer.status });
  }
}

/** What an answer that says no amounts to. */
export async function refusal(answer: Response, call: string): Promise<PitchreelError> {
  const facts = { status: answer.status, retryAfterMs: retryAfterMs(answer.headers.get('retry-after')) };
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  if (!isProblem) {
    await answer.body?.cancel();
    const moved = answer.status >= 300 && answer.status < 400 ? ' The server sends us elsewhere: check baseUrl.' : '';
    return new PitchreelError('unreadable', call, `This is no answer of a Pitchreel server.${moved}`, facts);
  }
  const problem = await readJson<Record<string, unknown> | null>(answer, call);
  const detail = typeof problem?.detail === 'string' ? problem.detail.slice(0, detailCharsMax) : 'Refused.';
  const errors = Array.isArray(problem?.errors) ? problem.errors.filter(isFieldProblem) : [];
  return new PitchreelError('refused', call, detail, { ...facts, errors });
}

async function readText(answer: Response, call: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      throw new PitchreelError('unreadable', call, `The answer is longer than ${bytesMax} bytes.`, { status: answer.status });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const problem = value as Partial<FieldProblem> | null;
  return typeof problem?.pointer === 'string' && typeof problem.detail === 'string';
}
