import { Listing, type ListOptions } from '../list.js';
import { type CallOptions, type PostOptions, segment, type Transport } from '../transport.js';
import type { Accepted, ChoicesPatch, Estimate, ListedProject, NewProject, Notice, Project } from '../types.js';

/** Which projects are listed. */
export interface ProjectsQuery extends ListOptions {
  /** Words that must all be found in the topic or in a script. */
  search?: string;
  filter?: 'all' | 'done' | 'drafts' | 'stopped';
}

/** From a topic to three scripts and the choices of an ad. */
export class Projects {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a project with three scripts, from a topic or from a product's page. */
  create(project: NewProject, options?: PostOptions): Promise<Project> {
    return this.#transport.json({ method: 'POST', path: '/api/projects', body: project, options });
  }

  /** The most recently changed first. */
  list({ search, filter, ...options }: ProjectsQuery = {}): Listing<ListedProject> {
    return new Listing(this.#transport, '/api/projects', { search, filter }, options);
  }

  get(id: string, options?: CallOptions): Promise<Project> {
    return this.#transport.json({ method: 'GET', path: pathOf(id), options });
  }

  /** Saves choices. What is not named stays as it is. */
  update(id: string, choices: ChoicesPatch, options?: CallOptions): Promise<Project> {
    return this.#transport.json({ method: 'PATCH', path: pathOf(id), body: choices, options });
  }

  /** Everything that was made from it goes with it. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.done({ method: 'DELETE', path: pathOf(id), options });
  }

  /** Writes three fresh scripts; the earlier ones stay. */
  writeMore(id: string, options?: PostOptions): Promise<Project> {
    return this.#transport.json({ method: 'POST', path: `${pathOf(id)}/scripts`, options });
  }

  /** The most that a render costs, and how long it takes. Nothing is ordered. */
  estimate(id: string, options?: CallOptions): Promise<Estimate> {
    return this.#transport.json({ method: 'GET', path: `${pathOf(id)}/estimate`, options });
  }

  /** Orders a render. While one of the same project is under way, that one is the answer. */
  render(id: string, notice: Notice = {}, options?: PostOptions): Promise<Accepted> {
    return this.#transport.json({ method: 'POST', path: `${pathOf(id)}/render`, body: notice, options });
  }
}

function pathOf(id: string): string {
  return `/api/projects/${segment(id)}`;
}
