// The real program on a free port, with an account, a key and data of its own, ended by its process id.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Connection, Pitchreel } from '../src/index.js';

const checkout = fileURLToPath(new URL('../../../..', import.meta.url));
const binary = process.env.PITCHREEL_BINARY ?? join(checkout, 'target/debug/pitchreel');
const longestStartMs = 60_000;

export class Server {
  private constructor(
    readonly url: string,
    readonly key: string,
    readonly data: string,
    readonly child: ChildProcess,
  ) {}

  /** A new server that answers. Renders are drafts, because what is tested here is the way and not the picture. */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), 'pitchreel-sdk-'));
    const env = {
      PATH: process.env.PATH,
      DATA_DIR: data,
      PITCHREEL_ENV_FILE: '',
      LEPTOS_SITE_ADDR: '127.0.0.1:0',
      RENDER_QUALITY: 'draft',
      RATE_LIMIT: '100000/15m',
      EGRESS_ALLOW: '127.0.0.0/8',
      RUST_LOG: 'error',
      ...settings,
    };
    command(env, ['user', 'add', 'me@example.com'], 'a long enough password');
    const key = command(env, ['key', 'add', 'me@example.com']).trim();
    const child = spawn(binary, ['serve'], { cwd: data, env, stdio: ['ignore', 'pipe', 'inherit'] });
    return new Server(await listening(child), key, data, child);
  }

  /** A client that may do all. */
  client(connection: Partial<Connection> = {}): Pitchreel {
    return new Pitchreel({ baseUrl: this.url, key: this.key, ...connection });
  }

  /** Ends it, with its data. */
  async remove(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.data, { recursive: true, force: true });
  }
}

function command(env: NodeJS.ProcessEnv, words: string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(binary, words, { env, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`pitchreel ${words.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** Where it listens, as its first line says. */
async function listening(child: ChildProcess): Promise<string> {
  const timer = setTimeout(() => child.kill('SIGKILL'), longestStartMs);
  try {
    for await (const line of createInterface({ input: child.stdout! })) {
      const url = /http:\/\/\S+$/.exec(line)?.[0];
      if (url) return url;
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error('the server ended before it listened');
}
