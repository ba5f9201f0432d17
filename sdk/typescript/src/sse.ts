/** Server-Sent Events: bytes become messages. */
import { within } from './pause.js';

/** One message of a stream. */
export interface Message {
  id: string;
  data: string;
}

/** Longer than any message that the server sends. */
const messageCharsMax = 4 * 1024 * 1024;

/**
 * The messages of a stream, as they come, until it ends. It throws when the line breaks, when a message has no end, and
 * when nothing, not even a sign of life, comes for `idleMs`.
 */
export async function* messages(
  body: ReadableStream<Uint8Array>,
  idleMs: number,
): AsyncGenerator<Message, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const lines = new Lines();
  let [id, data]: [string, string[]] = ['', []];
  try {
    for (;;) {
      const { done, value } = await within(idleMs, reader.read(), () => new Error('the line is silent'));
      if (done) return;
      for (const line of lines.of(decoder.decode(value, { stream: true }))) {
        if (line !== '') {
          const [field, text] = split(line);
          if (field === 'id') id = text;
          if (field === 'data') data.push(text);
        } else if (data.length > 0) {
          yield { id, data: data.join('\n') };
          data = [];
        }
      }
      const held = data.reduce((sum, line) => sum + line.length, lines.held);
      if (held > messageCharsMax) throw new Error('a message without an end');
    }
  } finally {
    // Nobody reads on; a line that is broken already has nothing to say to that.
    await reader.cancel().catch(() => undefined);
  }
}

/** Cuts text into lines that end with CR, LF or both, wherever the text itself is cut. */
class Lines {
  #rest = '';

  /** Characters of a line that has not ended yet. */
  get held(): number {
    return this.#rest.length;
  }

  of(text: string): string[] {
    const all = this.#rest + text;
    // A CR at the very end may be half of a line's end.
    const whole = all.endsWith('\r') ? all.slice(0, -1) : all;
    const lines = whole.split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? '') + all.slice(whole.length);
    return lines;
  }
}

function split(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const text = line.slice(colon + 1);
  return [line.slice(0, colon), text.startsWith(' ') ? text.slice(1) : text];
}
