import { PitchreelError } from './error.js';
import { within } from './pause.js';
import type { CallOptions } from './transport.js';

/** How a file is fetched. */
export interface DownloadOptions extends CallOptions {
  /** Bytes that are taken at most: four gibibytes. */
  bytesMax?: number;
}

const usualBytesMax = 4 * 1024 ** 3;

/** The bytes of an answer, as long as they keep coming and are not too many. */
export function limited(
  body: ReadableStream<Uint8Array>,
  call: string,
  idleMs: number,
  bytesMax = usualBytesMax,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  const fail = (error: PitchreelError): never => {
    void reader.cancel(error).catch(() => undefined);
    throw error;
  };
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      const silent = () => new PitchreelError('timeout', call, `Nothing came for ${idleMs} ms.`);
      const { done, value } = await within(idleMs, reader.read(), silent).catch(fail);
      bytes += value?.length ?? 0;
      if (bytes > bytesMax) fail(new PitchreelError('unreadable', call, `The file is larger than ${bytesMax} bytes.`));
      if (done) stream.close();
      else stream.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
