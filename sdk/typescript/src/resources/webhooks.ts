import { Listing, type ListOptions } from '../list.js';
import { type CallOptions, type PostOptions, segment, type Transport } from '../transport.js';
import type { Delivery, WebhookSecrets } from '../types.js';

/** Receivers, and the secret that signs what they get. */
export class Webhooks {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Sends a test to a receiver, signed and tried again as any other. */
  test(receiver: { webhook: string; webhookSecret?: string }, options?: PostOptions): Promise<Delivery> {
    return this.#transport.json({ method: 'POST', path: '/api/webhooks/test', body: receiver, options });
  }

  /** The account's own secret, which signs what was ordered without one. */
  secret(options?: CallOptions): Promise<WebhookSecrets> {
    return this.#transport.json({ method: 'GET', path: '/api/webhooks/secret', options });
  }

  /** Replaces it. For a day both sign, so that receivers can change over one by one. */
  rotateSecret(options?: PostOptions): Promise<WebhookSecrets> {
    return this.#transport.json({ method: 'POST', path: '/api/webhooks/secret/rotate', options });
  }
}

/** What was told to receivers. */
export class Deliveries {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The newest first. */
  list(options: ListOptions = {}): Listing<Delivery> {
    return new Listing(this.#transport, '/api/deliveries', {}, options);
  }

  get(id: string, options?: CallOptions): Promise<Delivery> {
    return this.#transport.json({ method: 'GET', path: `/api/deliveries/${segment(id)}`, options });
  }

  /** Delivers it again, now. */
  redeliver(id: string, options?: PostOptions): Promise<Delivery> {
    return this.#transport.json({ method: 'POST', path: `/api/deliveries/${segment(id)}/redeliver`, options });
  }
}
