import assert from 'node:assert/strict';
import type { PolicyInput } from '../../../../src/core/policies/input';
import { policyTemplates } from '../../../../src/core/policies/templates';
import { HAIKU, SONNET } from '../builders';
import { ALLOW_ALL, isAllowed, type Layer, type Request } from './evaluate';
import { Account, ACCOUNT, INPUT, JANE, NOVA, ownerTags, person } from './requests';

const STREAM = 'bedrock:InvokeModelWithResponseStream';
const ADMIN_ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_*`;
const ADMIN = person(
  'root@example.com',
  'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef',
);
const OTHER_ACCOUNT = '444455556666';

/** Somebody who may do everything, but for what enforcement refuses. */
function enforced(id: 'enforce-identity' | 'enforce-scp', input: PolicyInput): readonly Layer[] {
  const found = policyTemplates(input).find((template) => template.id === id);
  assert.ok(found);
  assert.equal(found.kind, id === 'enforce-scp' ? 'scp' : 'identity');
  const guarded = [ALLOW_ALL, found.document];
  return id === 'enforce-scp' ? [[ALLOW_ALL], guarded] : [guarded];
}

const withoutProfile = (aws: Account): Readonly<Record<string, readonly Request[]>> => ({
  'a model': aws.invokeModel(SONNET),
  'a model, streaming': aws.invokeModel(NOVA, STREAM),
  'a system profile at home': aws.invokeSystem(`eu.${SONNET}`, SONNET, 'eu-west-1'),
  'a system profile, routed elsewhere': aws.invokeSystem(`eu.${SONNET}`, SONNET, 'eu-north-1', STREAM),
  'the global system profile': aws.invokeSystem(`global.${HAIKU}`, HAIKU, ''),
  'a speech model': aws.invokeModel('amazon.nova-sonic-v1:0', 'bedrock:InvokeModelWithBidirectionalStream'),
  'the other endpoint': aws.call(
    'bedrock-mantle:CreateInference',
    `arn:aws:bedrock-mantle:eu-west-1:${ACCOUNT}:project/p`,
  ),
});

const MINE = ownerTags('platform', 'jane@example.com');

const throughProfile = (aws: Account): Readonly<Record<string, readonly Request[]>> => ({
  'at home': aws.invoke(MINE, SONNET, 'eu-west-1'),
  'routed elsewhere': aws.invoke(MINE, SONNET, 'us-west-2', STREAM),
  'global, streaming': aws.invoke(MINE, HAIKU, '', STREAM),
  'where the source is asked for too': aws.invokeThroughSystem(MINE, `eu.${SONNET}`, SONNET, 'eu-north-1'),
});

const untagged = (aws: Account): Readonly<Record<string, readonly Request[]>> => ({
  'no tags': aws.invoke({}, SONNET, 'eu-west-1'),
  'only a team': aws.invoke({ Team: 'platform' }, SONNET, 'eu-west-1'),
  'no tags, streaming': aws.invoke({}, SONNET, 'eu-west-1', STREAM),
  'only a team, streaming': aws.invoke({ Team: 'platform' }, SONNET, 'eu-west-1', STREAM),
  'only a name': aws.invoke({ MemberName: 'jane' }, SONNET, 'eu-west-1'),
  'an empty team': aws.invoke({ Team: '', MemberName: 'jane' }, SONNET, 'eu-west-1'),
  'an empty name': aws.invoke({ Team: 'platform', MemberName: '' }, SONNET, 'eu-west-1'),
  'both empty, streaming': aws.invoke({ Team: '', MemberName: '' }, SONNET, 'eu-west-1', STREAM),
  'an empty team under a key in other letters': aws.invoke({ team: '', MemberName: 'jane' }, SONNET, 'eu-west-1'),
  'only a name, streaming': aws.invoke({ MemberName: 'jane' }, SONNET, 'eu-west-1', STREAM),
});

const inAccount = ({ input }: Account, rest: string): string => `arn:aws:bedrock:eu-west-1:${input.account}:${rest}`;

/** What runs models and knows no application profiles: it is left alone unless it is to be refused. */
const delegated = (aws: Account): Readonly<Record<string, readonly Request[]>> => ({
  'a batch job': aws.call('bedrock:CreateModelInvocationJob', inAccount(aws, 'model-invocation-job/abc')),
  'an evaluation job': aws.call('bedrock:CreateEvaluationJob', inAccount(aws, 'evaluation-job/abc')),
  'an agent': aws.call('bedrock:InvokeAgent', inAccount(aws, 'agent-alias/a/b')),
  'an inline agent': aws.call('bedrock:InvokeInlineAgent'),
  'a flow': aws.call('bedrock:InvokeFlow', inAccount(aws, 'flow/a/alias/b')),
  'a flow in the background': aws.call('bedrock:StartFlowExecution', inAccount(aws, 'flow/a/alias/b')),
  'an answer from a knowledge base': aws.call('bedrock:RetrieveAndGenerate'),
  'a custom model': aws.call('bedrock:InvokeModel', inAccount(aws, 'custom-model-deployment/abc')),
  'an imported model': aws.call('bedrock:InvokeModel', inAccount(aws, 'imported-model/abc')),
  'a provisioned model': aws.call(STREAM, inAccount(aws, 'provisioned-model/abc')),
  'a prompt router': aws.call('bedrock:InvokeModel', inAccount(aws, 'default-prompt-router/anthropic.claude:1')),
  'a prompt router of one’s own': aws.call(STREAM, inAccount(aws, 'prompt-router/abc')),
  'a model of the Marketplace': aws.call(
    'bedrock:InvokeModel',
    inAccount(aws, 'marketplace/model-endpoint/all-access'),
  ),
});

/** What is no invocation of a model. */
const rest = (aws: Account): Readonly<Record<string, readonly Request[]>> => ({
  'a guardrail': aws.call('bedrock:ApplyGuardrail', `arn:aws:bedrock:eu-west-1:${ACCOUNT}:guardrail/abc`),
  'looking something up in a knowledge base': aws.call('bedrock:Retrieve', inAccount(aws, 'knowledge-base/abc')),
  'stopping a job': aws.call('bedrock:StopModelInvocationJob', inAccount(aws, 'model-invocation-job/abc')),
  'a custom model’s details': aws.call('bedrock:GetImportedModel', inAccount(aws, 'imported-model/abc')),
  'counting tokens': aws.call('bedrock:CountTokens', aws.modelArn(SONNET)),
  'a model’s details': aws.call('bedrock:GetFoundationModel', aws.modelArn(SONNET)),
  'listing profiles': aws.call('bedrock:ListInferenceProfiles'),
  'creating a profile': aws.create(MINE, aws.modelArn(NOVA), 'hidden'),
  'deleting a profile': aws.delete(MINE),
  'the other endpoint’s models': aws.call('bedrock-mantle:ListModels'),
  storage: aws.call('s3:GetObject', 'arn:aws:s3:::bucket/object'),
  'becoming another role': aws.call('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/x`),
});

function decides(layers: readonly Layer[], all: Readonly<Record<string, readonly Request[]>>, expected: boolean): void {
  for (const [story, requests] of Object.entries(all)) assert.equal(isAllowed(layers, requests), expected, story);
}

for (const id of ['enforce-identity', 'enforce-scp'] as const) {
  describe(`enforcement, ${id}`, () => {
    const jane = new Account(JANE);

    it('refuses what is not invoked through an application profile, and nothing else', () => {
      const layers = enforced(id, INPUT);
      decides(layers, withoutProfile(jane), false);
      decides(layers, throughProfile(jane), true);
      decides(layers, untagged(jane), true);
      decides(layers, delegated(jane), true);
      decides(layers, rest(jane), true);
    });

    it('refuses jobs, agents and models without profiles where that is wanted, and nothing else', () => {
      const layers = enforced(id, { ...INPUT, denyOtherModels: true });
      decides(layers, delegated(jane), false);
      decides(layers, withoutProfile(jane), false);
      decides(layers, throughProfile(jane), true);
      decides(layers, untagged(jane), true);
      decides(layers, rest(jane), true);
    });

    it('says what it does not cover, and less where more is refused', () => {
      const notes = (input: PolicyInput): readonly string[] =>
        policyTemplates(input)
          .filter((template) => template.id === id)
          .flatMap((template) => template.notes.map(({ code }) => code));
      assert.equal(notes(INPUT).includes('jobs-are-not-covered'), id === 'enforce-identity');
      assert.ok(notes(INPUT).includes('other-models-are-not-covered'));
      const last = id === 'enforce-scp' ? 'linked-roles-are-exempt' : 'only-attached-identities';
      assert.deepEqual(notes({ ...INPUT, denyOtherModels: true }), [last]);
    });

    it('leaves the named roles alone, and only those', () => {
      const layers = enforced(id, {
        ...INPUT,
        exceptRoles: [ADMIN_ROLE],
        denyUntagged: true,
        denyOtherModels: true,
      });
      const admin = new Account(ADMIN);
      for (const all of [withoutProfile, throughProfile, untagged, delegated, rest]) decides(layers, all(admin), true);
      decides(layers, withoutProfile(jane), false);
      decides(layers, untagged(jane), false);
      decides(layers, withoutProfile(new Account(person('x@example.com', 'Admin'))), false);
    });

    it('refuses profiles without an owner where that is wanted', () => {
      const layers = enforced(id, { ...INPUT, denyUntagged: true });
      decides(layers, untagged(jane), false);
      decides(layers, throughProfile(jane), true);
      decides(layers, delegated(jane), true);
      decides(layers, rest(jane), true);
    });

    it('takes another account’s profile for none of ours', () => {
      const foreign = jane.modelLeg(
        'bedrock:InvokeModel',
        SONNET,
        'eu-west-1',
        `arn:aws:bedrock:eu-west-1:${OTHER_ACCOUNT}:application-inference-profile/abcdefghijkl`,
      );
      assert.equal(isAllowed(enforced(id, INPUT), [foreign]), false);
    });

    it('is the same however IAM knows one developer from another', () => {
      const made = (identity: PolicyInput['identity']) =>
        policyTemplates({ ...INPUT, identity, denyUntagged: true }).find((template) => template.id === id)?.document;
      assert.deepEqual(made({ kind: 'userid' }), made({ kind: 'identity-center' }));
      assert.deepEqual(made({ kind: 'userid' }), made({ kind: 'identity-center', memberAttribute: 'nick' }));
    });

    it('refuses a model in whatever Region it would be reached, also in none', () => {
      const layers = enforced(id, INPUT);
      for (const region of ['eu-west-1', 'us-east-1', 'ap-southeast-4', ''])
        for (const action of ['bedrock:InvokeModel', STREAM]) {
          assert.ok(!isAllowed(layers, [jane.modelLeg(action, SONNET, region)]), region);
          assert.ok(
            !isAllowed(layers, [jane.modelLeg(action, SONNET, region, jane.systemArn(`eu.${SONNET}`))]),
            region,
          );
          assert.ok(isAllowed(layers, [jane.modelLeg(action, SONNET, region, jane.profileArn())]), region);
        }
    });

    it('sees a tag whose key differs in its letters only, as IAM does: the bill alone tells them apart', () => {
      const layers = enforced(id, { ...INPUT, denyUntagged: true });
      const tags = { TEAM: 'platform', membername: 'jane' };
      assert.ok(isAllowed(layers, jane.invoke(tags, SONNET, 'eu-west-1')));
      assert.ok(!isAllowed(layers, jane.invoke({ 'Team ': 'platform', MemberName: 'jane' }, SONNET, 'eu-west-1')));
    });

    it('takes no profile of another partition for one of ours', () => {
      const foreign = `arn:aws-cn:bedrock:eu-west-1:${ACCOUNT}:application-inference-profile/abcdefghijkl`;
      const leg = jane.modelLeg('bedrock:InvokeModel', SONNET, 'eu-west-1', foreign);
      assert.ok(!isAllowed(enforced(id, INPUT), [leg]));
    });

    it('allows nothing by itself', () => {
      const [document] = policyTemplates(INPUT)
        .filter((template) => template.id === id)
        .map((template) => template.document);
      assert.ok(document);
      assert.ok(!isAllowed([[document]], jane.call('bedrock:ListInferenceProfiles')));
      assert.ok(document.Statement.every((statement) => statement.Effect === 'Deny'));
    });

    it('names the partition', () => {
      const input: PolicyInput = { ...INPUT, partition: 'aws-us-gov', regions: ['us-gov-west-1'] };
      const gov = new Account(JANE, input, 'us-gov-west-1');
      const layers = enforced(id, input);
      assert.ok(isAllowed(layers, gov.invoke(MINE, SONNET, 'us-gov-east-1')));
      assert.ok(!isAllowed(layers, gov.invokeModel(SONNET)));
    });
  });
}

describe('enforcement for an organization', () => {
  const visitor = person('ann@example.com', 'Developer', { 'aws:PrincipalAccount': OTHER_ACCOUNT });
  const there = new Account(visitor, { ...INPUT, account: OTHER_ACCOUNT });

  it('for one account leaves the others alone, wherever it is attached', () => {
    const layers = enforced('enforce-scp', { ...INPUT, denyUntagged: true, denyOtherModels: true });
    for (const all of [withoutProfile, throughProfile, untagged, delegated, rest]) decides(layers, all(there), true);
  });

  it('for every account refuses and allows the same in each of them', () => {
    const layers = enforced('enforce-scp', { ...INPUT, scpFor: 'all-accounts', denyOtherModels: true });
    for (const aws of [there, new Account(JANE)]) {
      decides(layers, withoutProfile(aws), false);
      decides(layers, delegated(aws), false);
      decides(layers, throughProfile(aws), true);
      decides(layers, rest(aws), true);
    }
  });
});
