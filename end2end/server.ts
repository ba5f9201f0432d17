// The real program on a free port, with data of its own, ended by its process id.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const binary = process.env.PITCHREEL_BINARY ?? join(checkout, 'target/debug/pitchreel');
const site = process.env.LEPTOS_SITE_ROOT ?? join(dirname(binary), 'site');
const longestStartMs = 30_000;

export type Settings = Record<string, string>;

export class Server {
  readonly url: string;
  #child: ChildProcess | undefined;
  #log = '';

  private constructor(
    readonly port: number,
    readonly data: string,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A new server that answers. Renders are drafts, because what is tested here is the way and not the picture. */
  static async start(settings: Settings = {}): Promise<Server> {
    const server = new Server(await freePort(), mkdtempSync(join(tmpdir(), 'pitchreel-end2end-')));
    await server.run(settings);
    return server;
  }

  /** Starts the program again, on the same port and data. */
  async run(settings: Settings = {}): Promise<void> {
    const child = spawn(binary, ['serve'], {
      cwd: this.data,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LEPTOS_SITE_ROOT: site,
        LEPTOS_SITE_ADDR: `127.0.0.1:${this.port}`,
        DATA_DIR: this.data,
        PITCHREEL_ENV_FILE: '',
        RENDER_QUALITY: 'draft',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const output of [child.stdout, child.stderr]) output?.on('data', (text) => (this.#log += text));
    await this.#untilReady(child);
  }

  /** What it logged so far. */
  get log(): string {
    return this.#log;
  }

  /** Ends it at once, with no chance to tidy up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it for good, with its data. */
  async remove(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const tooLong = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(tooLong);
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + longestStartMs;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.#log}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((next) => setTimeout(next, 25));
    }
    throw new Error(`the server was not ready after ${longestStartMs} ms:\n${this.#log}`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
