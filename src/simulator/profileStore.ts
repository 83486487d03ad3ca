/** The application inference profiles of one account, in each Region. */

import { alphanumerics, seedOf } from './prng';

export interface StoredProfile {
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly modelArns: readonly string[];
  readonly createdAt: number;
  /**
   * A sequence number, so that a page can continue after the last profile of the page before, whatever was deleted
   * meanwhile.
   */
  readonly sequence: number;
  updatedAt: number;
  readonly tags: Map<string, string>;
  /** Whether it was ever tagged: the tagging service lists it from then on. */
  everTagged: boolean;
  /** Its tags and the times of their changes, oldest first. */
  readonly tagHistory: TagState[];
}

export interface TagState {
  /** Ms since 1970. */
  readonly from: number;
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewProfile {
  readonly region: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly modelArns: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  readonly time: number;
}

/** The profiles of client request tokens. They are never forgotten, even after a profile is deleted. */
export interface ClientToken {
  readonly parameters: string;
  readonly arn: string;
}

export class ProfileStore {
  private readonly regions = new Map<string, Map<string, StoredProfile>>();
  private readonly tokens = new Map<string, ClientToken>();
  /** Deleted profiles by Region and id: their costs stay on the bill. */
  private readonly deleted = new Map<string, StoredProfile>();
  private made = 0;

  constructor(
    private readonly account: string,
    private readonly seed: string,
  ) {}

  private in(region: string): Map<string, StoredProfile> {
    const found = this.regions.get(region) ?? new Map<string, StoredProfile>();
    this.regions.set(region, found);
    return found;
  }

  list(region: string): readonly StoredProfile[] {
    return [...this.in(region).values()];
  }

  count(region: string): number {
    return this.in(region).size;
  }

  find(region: string, id: string): StoredProfile | undefined {
    return this.in(region).get(id);
  }

  /** Finds a profile in any Region. */
  findAnywhere(id: string): StoredProfile | undefined {
    for (const profiles of this.regions.values()) {
      const found = profiles.get(id);
      if (found) return found;
    }
    return undefined;
  }

  hasName(region: string, name: string): boolean {
    return this.list(region).some((profile) => profile.name === name);
  }

  create({ region, name, description, modelArns, tags, time }: NewProfile): StoredProfile {
    this.made += 1;
    const id = alphanumerics(12, seedOf(`${this.seed} ${region} ${this.made}`));
    const profile: StoredProfile = {
      region,
      id,
      arn: `arn:aws:bedrock:${region}:${this.account}:application-inference-profile/${id}`,
      name,
      description,
      modelArns,
      createdAt: time,
      sequence: this.made,
      updatedAt: time,
      tags: new Map(tags),
      everTagged: tags.size > 0,
      tagHistory: [{ from: time, tags: new Map(tags) }],
    };
    this.in(region).set(id, profile);
    return profile;
  }

  /** Must be called after each change of a profile's tags. */
  recordTagChange(profile: StoredProfile, time: number): void {
    profile.tagHistory.push({ from: time, tags: new Map(profile.tags) });
  }

  /** Finds a profile, a deleted one as well. */
  findIncludingDeleted(region: string, id: string): StoredProfile | undefined {
    return this.find(region, id) ?? this.deleted.get(`${region} ${id}`);
  }

  delete(profile: StoredProfile): void {
    this.deleted.set(`${profile.region} ${profile.id}`, profile);
    this.in(profile.region).delete(profile.id);
  }

  usedToken(region: string, token: string): ClientToken | undefined {
    return this.tokens.get(`${region} ${token}`);
  }

  saveUsedToken(region: string, token: string, what: ClientToken): void {
    this.tokens.set(`${region} ${token}`, what);
  }
}
