import type { DownloadOptions } from './download.js';
import { Assets } from './resources/assets.js';
import { Avatars, Voices } from './resources/cast.js';
import { Executions } from './resources/executions.js';
import { Keys } from './resources/keys.js';
import { Projects } from './resources/projects.js';
import { ProviderKeys } from './resources/provider-keys.js';
import { Team } from './resources/team.js';
import { Deliveries, Webhooks } from './resources/webhooks.js';
import { type CallOptions, type Connection, type PostOptions, Transport } from './transport.js';
import type { Accepted, Notice, Usage } from './types.js';

/** What a video from a prompt is like. */
export interface VideoOrder extends Notice {
  /** 1 to 500 characters. */
  prompt: string;
  /** Seconds, 1 to 30; 5 where nothing is said. */
  duration?: number;
}

/**
 * A client of one Pitchreel server.
 *
 * ```ts
 * const client = new Pitchreel({ baseUrl: 'https://ads.example.com', key: process.env.PITCHREEL_KEY! });
 * const project = await client.projects.create({ topic: 'a mug that keeps coffee warm' });
 * ```
 *
 * Calls that met a broken line, a busy server or a limit are made again by themselves, for as long as `retries` lets
 * them; what is made by a POST is made once all the same.
 */
export class Pitchreel {
  readonly projects: Projects;
  readonly assets: Assets;
  readonly avatars: Avatars;
  readonly voices: Voices;
  readonly executions: Executions;
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly keys: Keys;
  readonly providerKeys: ProviderKeys;
  readonly team: Team;
  /** Where the server is. */
  readonly baseUrl: string;
  readonly #transport: Transport;

  constructor(connection: Connection) {
    const transport = new Transport(connection);
    this.#transport = transport;
    this.baseUrl = transport.origin;
    this.projects = new Projects(transport);
    this.assets = new Assets(transport);
    this.avatars = new Avatars(transport);
    this.voices = new Voices(transport);
    this.executions = new Executions(transport);
    this.webhooks = new Webhooks(transport);
    this.deliveries = new Deliveries(transport);
    this.keys = new Keys(transport);
    this.providerKeys = new ProviderKeys(transport);
    this.team = new Team(transport);
  }

  /** Orders a video from a prompt: a picture of it, set in motion. */
  generateVideo(order: VideoOrder, options?: PostOptions): Promise<Accepted> {
    return this.#transport.json({ method: 'POST', path: '/api/generate-video', body: order, options });
  }

  /** What was used of this month. */
  usage(options?: CallOptions): Promise<Usage> {
    return this.#transport.json({ method: 'GET', path: '/api/usage', options });
  }

  /**
   * The bytes of a film, a poster or captions: `await writeFile('ad.mp4', await client.download(result.url))`. The time-out
   * is for their beginning, and for the longest silence between them.
   */
  download(address: string, options?: DownloadOptions): Promise<ReadableStream<Uint8Array>> {
    return this.#transport.media(address, options);
  }

  /** What a log shows of it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Pitchreel { baseUrl: '${this.baseUrl}' }`;
  }
}
