import { Listing, type ListOptions } from '../list.js';
import { type CallOptions, segment, type Transport } from '../transport.js';
import type { KeyedProvider, ProviderKey } from '../types.js';

/** The account's own keys of providers. No answer shows one. */
export class ProviderKeys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(options: ListOptions = {}): Listing<ProviderKey> {
    return new Listing(this.#transport, '/api/provider-keys', {}, options);
  }

  get(provider: KeyedProvider, options?: CallOptions): Promise<ProviderKey> {
    return this.#transport.json({ method: 'GET', path: pathOf(provider), options });
  }

  /** Saves one in the place of the one before. It is tested first; one that its provider refuses is not kept. */
  save(provider: KeyedProvider, key: string, options?: CallOptions): Promise<ProviderKey> {
    return this.#transport.json({ method: 'PUT', path: pathOf(provider), body: { key }, options });
  }

  /** Nothing is made with it any more. */
  delete(provider: KeyedProvider, options?: CallOptions): Promise<void> {
    return this.#transport.done({ method: 'DELETE', path: pathOf(provider), options });
  }
}

function pathOf(provider: KeyedProvider): string {
  return `/api/provider-keys/${segment(provider)}`;
}
