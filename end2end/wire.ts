// The line between one browser and the server, which a test can cut: everything open breaks, nothing new gets through.
import { once } from 'node:events';
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';

export class Wire {
  #open = new Set<Socket>();
  #isCut = false;

  private constructor(
    readonly url: string,
    readonly listener: Listener,
  ) {}

  /** A line to this port of the loopback. */
  static async to(port: number): Promise<Wire> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    const wire = new Wire(`http://127.0.0.1:${address.port}`, listener);
    listener.on('connection', (near) => wire.#join(near, port));
    return wire;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  remove(): void {
    this.cut();
    this.listener.close();
  }

  #join(near: Socket, port: number): void {
    if (this.#isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      this.#open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
