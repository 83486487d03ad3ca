/** What an agent is to be set to: the profile for each kind of work. */

/** Prices per million tokens, in US dollars. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}

/** Tokens. */
export interface Limits {
  readonly context: number;
  readonly output: number;
}

/** A profile that an agent is to invoke. */
export interface ProfileTarget {
  readonly arn: string;
  /** The base model's id without a geographic prefix. */
  readonly model: string;
  /** Always the ARN's: no agent derives it. */
  readonly region: string;
  /**
   * The AWS profile of the shared config that our connection resolved; empty where its credentials come from no
   * profile.
   */
  readonly awsProfile: string;
  /** Where Bedrock is called, if not at AWS's own endpoint. */
  readonly endpoint?: string | undefined;
  readonly limits?: Limits | undefined;
  readonly prices?: Prices | undefined;
}

/** Which profile for which work. Without `small` and `plan` the main one does it all. */
export interface Target {
  readonly roles: {
    readonly main: ProfileTarget;
    /** Titles, summaries, background calls. */
    readonly small?: ProfileTarget | undefined;
    readonly plan?: ProfileTarget | undefined;
  };
}

/** The profiles of a target, each once. */
export function profilesOf({ roles }: Target): readonly ProfileTarget[] {
  const all = [roles.main, roles.small, roles.plan].filter((role) => role !== undefined);
  return all.filter((role, index) => all.findIndex(({ arn }) => arn === role.arn) === index);
}
