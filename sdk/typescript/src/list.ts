import { PitchreelError } from './error.js';
import type { Call, CallOptions, Query, Transport } from './transport.js';
import type { Page } from './types.js';

/** Where a list is read from. */
export interface ListOptions extends CallOptions {
  /** Items that are fetched at once, 1 to 100. */
  limit?: number;
  /** `nextCursor` of the part before; nothing for the beginning. */
  cursor?: string;
}

/**
 * A list of the API. Nothing is fetched before it is read:
 *
 * ```ts
 * for await (const project of client.projects.list()) console.log(project.topic);
 * ```
 */
export class Listing<Item> implements AsyncIterable<Item> {
  readonly #transport: Transport;
  readonly #call: Call;
  readonly #cursor: string | undefined;

  constructor(transport: Transport, path: string, query: Query, { limit, cursor, ...options }: ListOptions) {
    this.#transport = transport;
    this.#call = { method: 'GET', path, query: { ...query, limit }, options };
    this.#cursor = cursor;
  }

  /** One part of it: the first, or the one at the cursor. */
  page(): Promise<Page<Item>> {
    return this.#at(this.#cursor);
  }

  /** Its parts, one after the other. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    let cursor = this.#cursor;
    do {
      const page = await this.#at(cursor);
      yield page;
      if (page.nextCursor !== null && page.nextCursor === cursor) {
        throw new PitchreelError('unreadable', `GET ${this.#call.path}`, 'The list goes round in a circle.');
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** Its items, one after the other, with further parts fetched as they are needed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** Its first items, at most this many. */
  async take(most: number): Promise<Item[]> {
    const items: Item[] = [];
    if (most < 1) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= most) break;
    }
    return items;
  }

  #at(cursor: string | undefined): Promise<Page<Item>> {
    return this.#transport.json<Page<Item>>({ ...this.#call, query: { ...this.#call.query, cursor } });
  }
}
