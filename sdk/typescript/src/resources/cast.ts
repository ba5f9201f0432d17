import { Listing, type ListOptions } from '../list.js';
import type { Transport } from '../transport.js';
import type { Avatar, Voice } from '../types.js';

/** Who may present. */
export class Avatars {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(options: ListOptions = {}): Listing<Avatar> {
    return new Listing(this.#transport, '/api/avatars', {}, options);
  }
}

/** Who may speak. */
export class Voices {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(options: ListOptions = {}): Listing<Voice> {
    return new Listing(this.#transport, '/api/voices', {}, options);
  }
}
