// The line between a client and the server, which a test can cut, and which remembers what was sent.
import { once } from 'node:events';
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';

export class Wire {
  readonly url: string;
  readonly #listener: Listener;
  readonly #open = new Set<Socket>();
  #sent = '';
  #lost = 0;

  private constructor(listener: Listener, port: number) {
    this.#listener = listener;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A line to this server. */
  static async to(server: string): Promise<Wire> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    const wire = new Wire(listener, address.port);
    const port = Number(new URL(server).port);
    listener.on('connection', (near) => wire.#join(near, port));
    return wire;
  }

  /** Every value of a header that was sent, in order. */
  sent(header: string): string[] {
    return [...this.#sent.matchAll(new RegExp(`^${header}: (.*)\r$`, 'gim'))].map(([, value]) => value ?? '');
  }

  /** Breaks everything that is open. What comes after it gets through. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  /** The next answers are lost: the server gives them, and the line breaks. */
  loseAnswers(count: number): void {
    this.#lost = count;
  }

  remove(): void {
    this.cut();
    this.#listener.close();
  }

  #join(near: Socket, port: number): void {
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes) => {
      this.#sent += bytes.toString('latin1');
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (this.#lost === 0) {
        near.write(bytes);
      } else {
        this.#lost -= 1;
        near.destroy();
      }
    });
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      this.#open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
  }
}
