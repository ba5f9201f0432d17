// Whoever receives webhooks: keeps what comes, and says 204.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

export interface Letter {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export class Receiver {
  readonly url: string;
  readonly #letters: Letter[] = [];
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}/told`;
  }

  static async start(): Promise<Receiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    const receiver = new Receiver(server, address.port);
    server.on('request', async (request, answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      answer.writeHead(204).end();
      receiver.#letters.push({ headers: request.headers, body: Buffer.concat(chunks) });
      server.emit('letter');
    });
    return receiver;
  }

  /** The next letter, as soon as it is there. */
  async letter(): Promise<Letter> {
    while (this.#letters.length === 0) await once(this.#server, 'letter', { signal: AbortSignal.timeout(60_000) });
    return this.#letters.shift()!;
  }

  remove(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
