import { Listing, type ListOptions } from '../list.js';
import { type CallOptions, type PostOptions, segment, type Transport } from '../transport.js';
import type { ApiKey, NewApiKey, Scope } from '../types.js';

/** How programs are let in. */
export class Keys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a key; this answer is the only one that shows it. Without a scope it may do all. */
  create(key: { name?: string; scope?: Scope } = {}, options?: PostOptions): Promise<NewApiKey> {
    return this.#transport.json({ method: 'POST', path: '/api/keys', body: key, options });
  }

  /** The newest first. */
  list(options: ListOptions = {}): Listing<ApiKey> {
    return new Listing(this.#transport, '/api/keys', {}, options);
  }

  /** It is refused from then on. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.done({ method: 'DELETE', path: `/api/keys/${segment(id)}`, options });
  }
}
