import { Listing, type ListOptions } from '../list.js';
import { type CallOptions, type PostOptions, segment, type Transport } from '../transport.js';
import type { Invitation, NewInvitation, Role, TeamMember } from '../types.js';

/** Who acts in the account. */
export class Team {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The longest first. */
  members(options: ListOptions = {}): Listing<TeamMember> {
    return new Listing(this.#transport, '/api/members', {}, options);
  }

  /** Only an owner changes who the owners are, and there always is one. */
  setRole(member: string, role: Role, options?: CallOptions): Promise<TeamMember> {
    return this.#transport.json({ method: 'PATCH', path: `/api/members/${segment(member)}`, body: { role }, options });
  }

  /** They see nothing of the account any more. */
  remove(member: string, options?: CallOptions): Promise<void> {
    return this.#transport.done({ method: 'DELETE', path: `/api/members/${segment(member)}`, options });
  }

  /** Those that are still good, the newest first. */
  invitations(options: ListOptions = {}): Listing<Invitation> {
    return new Listing(this.#transport, '/api/invitations', {}, options);
  }

  /** A link that is good for a week and for one person; this answer is the only one that shows it. */
  invite(role: Role, options?: PostOptions): Promise<NewInvitation> {
    return this.#transport.json({ method: 'POST', path: '/api/invitations', body: { role }, options });
  }

  /** Its link leads nowhere any more. */
  takeBack(invitation: string, options?: CallOptions): Promise<void> {
    return this.#transport.done({ method: 'DELETE', path: `/api/invitations/${segment(invitation)}`, options });
  }
}
