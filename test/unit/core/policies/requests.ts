/** What people do, as the requests that AWS holds against their policies. */

import { modelId } from '../../../../src/core/ids';
import type { PolicyInput } from '../../../../src/core/policies/input';
import type { Tags } from '../../../../src/core/profiles/profile';
import { SOURCE_TAG } from '../../../../src/core/profiles/source';
import { HAIKU, SONNET } from '../builders';
import type { Context, Request } from './evaluate';

export const ACCOUNT = '111122223333';
export const HOME = 'eu-west-1';
export const NOVA = 'amazon.nova-pro-v1:0';

/** A company in Ireland: Sonnet across Europe, Haiku everywhere, Nova in the one Region. */
export const TEAMLESS: PolicyInput = {
  account: ACCOUNT,
  partition: 'aws',
  regions: [HOME],
  destinationRegions: ['eu-central-1', 'eu-north-1', ''],
  tagKeys: { team: 'Team', member: 'MemberName' },
  extraTagKeys: ['Project'],
  sources: [
    { kind: 'system-profile', id: `eu.${SONNET}`, model: modelId(SONNET) },
    { kind: 'system-profile', id: `global.${HAIKU}`, model: modelId(HAIKU) },
    { kind: 'foundation-model', id: NOVA, model: modelId(NOVA) },
  ],
  identity: { kind: 'identity-center' },
};

/** The same for its platform team. */
export const INPUT: PolicyInput = { ...TEAMLESS, teamValue: 'platform' };

/** Somebody who calls AWS. */
export interface Person {
  readonly name: string;
  readonly context: Context;
}

export function person(email: string, role = 'Developer', more: Context = {}): Person {
  const userid = `AROAEXAMPLE:${email}`;
  return {
    name: email,
    context: {
      'aws:userid': userid,
      'aws:PrincipalTag/email': email,
      'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/${role}`,
      'aws:PrincipalAccount': ACCOUNT,
      ...more,
    },
  };
}

export const JANE = person('jane@example.com');

/** The value by which a policy knows a person. */
export const valueOf = (input: PolicyInput, who: Person): string =>
  String(who.context[input.identity.kind === 'userid' ? 'aws:userid' : 'aws:PrincipalTag/email']);

const tagContext = (prefix: string, tags: Tags): Context =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:${prefix}/${key}`, value]));

const requestTags = (tags: Tags | undefined): Context =>
  tags === undefined ? {} : { ...tagContext('RequestTag', tags), 'aws:TagKeys': Object.keys(tags) };

/** Makes requests against one account and partition. */
export class Account {
  public constructor(
    private readonly who: Person,
    public readonly input: PolicyInput = INPUT,
    private readonly home = HOME,
  ) {}

  private request(action: string, resource: string, context: Context = {}, region = this.home): Request {
    return { action, resource, context: { 'aws:RequestedRegion': region, ...this.who.context, ...context } };
  }

  private arn(rest: string): string {
    return `arn:${this.input.partition}:bedrock:${rest}`;
  }

  public profileArn(id = 'abcdefghijkl', region = this.home): string {
    return this.arn(`${region}:${this.input.account}:application-inference-profile/${id}`);
  }

  public modelArn(model: string, region = this.home): string {
    return this.arn(`${region}::foundation-model/${model}`);
  }

  public systemArn(id: string): string {
    return this.arn(`${this.home}:${this.input.account}:inference-profile/${id}`);
  }

  /** A model's part of an invocation: where it is routed to, and through which profile. */
  public modelLeg(action: string, model: string, region: string, through?: string): Request {
    return this.request(
      action,
      this.modelArn(model, region),
      through === undefined ? {} : { 'bedrock:InferenceProfileArn': through },
      region === '' ? 'unspecified' : region,
    );
  }

  /** Invoking an application profile: the profile, then the model where it is routed to. */
  public invoke(tags: Tags, model: string, region: string, action = 'bedrock:InvokeModel'): readonly Request[] {
    return this.invokeAt(this.profileArn(), tags, model, region, action);
  }

  /** The same for a profile that may be anywhere. */
  public invokeAt(
    arn: string,
    tags: Tags,
    model: string,
    region: string,
    action = 'bedrock:InvokeModel',
  ): readonly Request[] {
    return [this.request(action, arn, tagContext('ResourceTag', tags)), this.modelLeg(action, model, region, arn)];
  }

  /**
   * Copying an application profile, which AWS refuses by itself; IAM is asked with the tags of the one that is copied.
   */
  public copy(existing: Tags, tags: Tags): readonly Request[] {
    const context = { ...tagContext('ResourceTag', existing), ...requestTags(tags) };
    return [
      ...this.create(tags, this.profileArn('copiedfromme'), 'hidden').slice(0, 2),
      this.request('bedrock:CreateInferenceProfile', this.profileArn('copiedfromme'), context),
    ];
  }

  /** The same, where AWS also asks for the system profile that it was copied from. */
  public invokeThroughSystem(tags: Tags, source: string, model: string, region: string): readonly Request[] {
    const through = { 'bedrock:InferenceProfileArn': this.profileArn() };
    return [...this.invoke(tags, model, region), this.request('bedrock:InvokeModel', this.systemArn(source), through)];
  }

  public invokeModel(model: string, action = 'bedrock:InvokeModel'): readonly Request[] {
    return [this.modelLeg(action, model, this.home)];
  }

  public invokeSystem(id: string, model: string, region: string, action = 'bedrock:InvokeModel'): readonly Request[] {
    return [this.request(action, this.systemArn(id)), this.modelLeg(action, model, region, this.systemArn(id))];
  }

  /**
   * Creating: the new profile with its tags, its tagging, and the source. AWS may show the new tags as the resource's
   * as well.
   */
  public create(tags: Tags | undefined, source: string, shown: 'shown' | 'hidden'): readonly Request[] {
    const context = { ...requestTags(tags), ...(shown === 'shown' ? tagContext('ResourceTag', tags ?? {}) : {}) };
    const created = this.request('bedrock:CreateInferenceProfile', this.profileArn('*'), context);
    const tagged = this.request('bedrock:TagResource', this.profileArn('*'), context);
    const copied = this.request('bedrock:CreateInferenceProfile', source, requestTags(tags));
    return [created, ...(tags === undefined ? [] : [tagged]), copied];
  }

  public tag(existing: Tags, tags: Tags): readonly Request[] {
    const context = { ...tagContext('ResourceTag', existing), ...requestTags(tags) };
    return [this.request('bedrock:TagResource', this.profileArn(), context)];
  }

  public untag(existing: Tags, keys: readonly string[]): readonly Request[] {
    const context = { ...tagContext('ResourceTag', existing), 'aws:TagKeys': keys };
    return [this.request('bedrock:UntagResource', this.profileArn(), context)];
  }

  public delete(existing: Tags): readonly Request[] {
    return [this.request('bedrock:DeleteInferenceProfile', this.profileArn(), tagContext('ResourceTag', existing))];
  }

  public read(existing: Tags): readonly Request[] {
    return ['bedrock:GetInferenceProfile', 'bedrock:ListTagsForResource'].map((action) =>
      this.request(action, this.profileArn(), tagContext('ResourceTag', existing)),
    );
  }

  /** A call that is about no resource, or about one that is given. */
  public call(action: string, resource = '*'): readonly Request[] {
    return [this.request(action, resource)];
  }
}

/** The tags of a profile that the wizard makes. */
export const ownerTags = (team: string, member: string, more: Tags = {}): Tags => ({
  Team: team,
  MemberName: member,
  [SOURCE_TAG]: `eu.${SONNET}`,
  ...more,
});
