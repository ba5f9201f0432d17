// A server that says what a test tells it to: for answers that the real one gives only when it is in trouble.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

export interface Line {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** It keeps the caller waiting for good. */
  silent?: boolean;
  /** It never comes to its end. */
  endless?: boolean;
}

export class Scripted {
  readonly url: string;
  /** The headers of every request that came. */
  readonly heard: IncomingHttpHeaders[] = [];

  private constructor(
    readonly server: Server,
    port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Says these lines, one to a request, and the last one again and again. */
  static async saying(...lines: Line[]): Promise<Scripted> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    const scripted = new Scripted(server, address.port);
    server.on('request', (request, answer) => {
      const line = lines[Math.min(scripted.heard.length, lines.length - 1)];
      scripted.heard.push(request.headers);
      request.resume();
      if (!line || line.silent) return;
      answer.writeHead(line.status, { 'content-type': 'application/json', ...line.headers });
      if (line.endless) answer.write(line.body ?? '{');
      else answer.end(line.body ?? '{}');
    });
    return scripted;
  }

  remove(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A refusal as the server writes it. */
export function problem(status: number, headers: Record<string, string> = {}): Line {
  const body = JSON.stringify({ type: 'about:blank', title: 'Problem', status, detail: 'Not now.' });
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}
