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

/**
 * How an agent reaches the gateway on this host. With it the agent keeps its models' real names, and the gateway makes
 * its calls through the profiles.
 */
export interface GatewayRoute {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** A secret: as a bearer token where the agent takes one, else as the first part of the endpoint's path. */
  readonly secret: string;
}

/** Which profile for which work. Without `small` and `plan` the main one does it all. */
export interface Target {
  readonly roles: {
    readonly main: ProfileTarget;
    /** Titles, summaries, background calls. */
    readonly small?: ProfileTarget | undefined;
    readonly plan?: ProfileTarget | undefined;
  };
  /** Undefined: the agent invokes the profiles by their ARNs. */
  readonly gateway?: GatewayRoute | undefined;
}

/** The name by which an agent invokes a profile: the model's own through the gateway, else the profile's ARN. */
export const invokedName = ({ gateway }: Pick<Target, 'gateway'>, { arn, model }: ProfileTarget): string =>
  gateway === undefined ? arn : model;

/** The profiles of a target, each once. */
export function profilesOf({ roles }: Target): readonly ProfileTarget[] {
  const all = [roles.main, roles.small, roles.plan].filter((role) => role !== undefined);
  return all.filter((role, index) => all.findIndex(({ arn }) => arn === role.arn) === index);
}
