import { Listing, type ListOptions } from '../list.js';
import { type CallOptions, type PostOptions, segment, type Transport } from '../transport.js';
import type { Asset } from '../types.js';

/** A picture takes its time on a slow line. */
const uploadTimeoutMs = 120_000;

/** Backgrounds of your own. */
export class Assets {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Sends a picture: PNG, JPEG or WebP of at most 20 MiB. `await openAsBlob(path)` makes one of a file. */
  upload(picture: Blob | Uint8Array, options?: PostOptions): Promise<Asset> {
    const form = new FormData();
    form.set('file', picture instanceof Blob ? picture : new Blob([picture]), 'picture');
    return this.#transport.json({
      method: 'POST',
      path: '/api/assets',
      body: form,
      options: { timeoutMs: uploadTimeoutMs, ...options },
    });
  }

  /** The newest first. */
  list(options: ListOptions = {}): Listing<Asset> {
    return new Listing(this.#transport, '/api/assets', {}, options);
  }

  get(id: string, options?: CallOptions): Promise<Asset> {
    return this.#transport.json({ method: 'GET', path: `/api/assets/${segment(id)}`, options });
  }
}
