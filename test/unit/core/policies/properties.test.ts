import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modelId } from '../../../../src/core/ids';
import { policyJson } from '../../../../src/core/policies/document';
import type { PolicyInput } from '../../../../src/core/policies/input';
import { inputProblems } from '../../../../src/core/policies/input';
import { actionsOf, COST_GROUPS, PROFILE_GROUPS } from '../../../../src/core/policies/permissions';
import { policyTemplates, TEMPLATE_IDS, type PolicyTemplate } from '../../../../src/core/policies/templates';
import { BEDROCK_REGIONS } from '../../../../src/core/connection/regions';
import type { Tags } from '../../../../src/core/profiles/profile';
import { ALLOW_ALL, isAllowed } from './evaluate';
import { Account, INPUT, JANE, TEAMLESS, type Person } from './requests';

/** Every action that a policy of ours may name: one that an operation needs, or one that is refused. */
const REAL_ACTIONS = new Set([
  ...actionsOf(...PROFILE_GROUPS, ...COST_GROUPS),
  'bedrock-mantle:CreateInference',
  'bedrock:InvokeModelWithBidirectionalStream',
  'bedrock:CreateModelInvocationJob',
  'bedrock:CreateEvaluationJob',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock:StartFlowExecution',
  'bedrock:RetrieveAndGenerate',
]);

const tagKey = fc
  .stringMatching(/^[a-zA-Z0-9 ._:/=+@-]{1,40}$/)
  .filter((key) => !/^aws:/i.test(key) && key.trim() !== '');
/** Names hold what IAM reads as wildcards, variables and escapes more often than by chance. */
const value = fc
  .array(
    fc.oneof(
      fc.constantFrom('*', '?', '$', '${', '}', '${*}', '${aws:userid}', '"', '\\', ' '),
      fc.string({ minLength: 1 }),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));
const region = fc.constantFrom(...Object.keys(BEDROCK_REGIONS));
const model = fc.stringMatching(/^[a-z]{2,8}\.[a-z0-9-]{3,20}(:\d)?$/).filter((id) => !/^(us|eu|jp)\./.test(id));

interface PolicyCase {
  readonly input: PolicyInput;
  readonly model: string;
  readonly source: string;
  readonly home: string;
  readonly destination: string;
  readonly me: Person;
  readonly myName: string;
  readonly otherName: string;
  readonly team: string;
  readonly otherTeam: string;
}

const policyCase: fc.Arbitrary<PolicyCase> = fc
  .record({
    account: fc.stringMatching(/^\d{12}$/),
    partition: fc.constantFrom('aws', 'aws-us-gov', 'aws-cn'),
    regions: fc.uniqueArray(region, { minLength: 1, maxLength: 3 }),
    destinations: fc.uniqueArray(fc.oneof(region, fc.constant('')), { maxLength: 12 }),
    keys: fc.uniqueArray(tagKey, { minLength: 4, maxLength: 4, selector: (key) => key.toLowerCase() }),
    names: fc.uniqueArray(value, { minLength: 2, maxLength: 2 }),
    teams: fc.uniqueArray(value, { minLength: 2, maxLength: 2 }),
    models: fc.uniqueArray(model, { minLength: 1, maxLength: 8 }),
    direct: fc.boolean(),
    all: fc.boolean(),
    byUserId: fc.boolean(),
    teamBound: fc.boolean(),
    refusing: fc.boolean(),
    pick: fc.nat(),
  })
  .filter(({ keys }) => keys.every((key) => key !== 'BedrockTallySource'))
  .map((random): PolicyCase => {
    const [team = '', member = '', extra = '', attribute = ''] = random.keys;
    const [myName = '', otherName = ''] = random.names;
    const [ownTeam = '', otherTeam = ''] = random.teams;
    const sources = random.models.map((id) => ({
      kind: random.direct ? ('foundation-model' as const) : ('system-profile' as const),
      id: random.direct ? id : `eu.${id}`,
      model: modelId(id),
    }));
    const home = random.regions[random.pick % random.regions.length] ?? '';
    const destinations = [...random.regions, ...random.destinations];
    const source = sources[random.pick % sources.length];
    const input: PolicyInput = {
      account: random.account,
      partition: random.partition,
      regions: random.regions,
      destinationRegions: random.destinations,
      tagKeys: { team, member },
      extraTagKeys: [extra],
      sources: random.all ? 'all' : sources,
      identity: random.byUserId ? { kind: 'userid' } : { kind: 'identity-center', memberAttribute: attribute },
      ...(random.teamBound ? { teamValue: ownTeam } : {}),
      costGroups: COST_GROUPS,
      denyUntagged: random.refusing,
      denyOtherModels: random.refusing,
    };
    const key = random.byUserId ? 'aws:userid' : `aws:PrincipalTag/${attribute}`;
    const me = { name: myName, context: { ...JANE.context, 'aws:PrincipalAccount': random.account, [key]: myName } };
    const destination = destinations[random.pick % destinations.length] ?? '';
    return {
      input,
      model: source?.model ?? '',
      source: source?.id ?? '',
      home,
      destination,
      me,
      myName,
      otherName,
      team: ownTeam,
      otherTeam,
    };
  });

const template = (input: PolicyInput, id: string): PolicyTemplate => {
  const found = policyTemplates(input).find((policy) => policy.id === id);
  assert.ok(found, `${id}: ${JSON.stringify(inputProblems(input))}`);
  return found;
};

const tags = ({ input: { tagKeys } }: PolicyCase, team: string, member: string): Tags => ({
  [tagKeys.team]: team,
  [tagKeys.member]: member,
});

describe('policies for random accounts', () => {
  it('my own profile can always be created, invoked and deleted, in every Region it may route to', () => {
    fc.assert(
      fc.property(policyCase, (random) => {
        const { input, me, home, model: id, source, destination, team, myName } = random;
        const aws = new Account(me, input, home);
        const layers = [[template(input, 'developer').document]];
        const mine = tags(random, team, myName);
        const from = source === id ? aws.modelArn(id) : aws.systemArn(source);
        assert.ok(isAllowed(layers, aws.create(mine, from, 'shown')));
        assert.ok(isAllowed(layers, aws.create(mine, from, 'hidden')));
        assert.ok(isAllowed(layers, aws.invoke(mine, id, destination)));
        assert.ok(isAllowed(layers, aws.delete(mine)));
        const scp = [ALLOW_ALL, template(input, 'enforce-scp').document];
        assert.ok(isAllowed([...layers, scp], aws.invoke(mine, id, destination)));
      }),
    );
  });

  it('another’s profile can never be created, invoked, taken over or deleted, and no model reached without a profile', () => {
    fc.assert(
      fc.property(policyCase, (random) => {
        const { input, me, home, model: id, source, destination, team, otherTeam, myName, otherName } = random;
        const aws = new Account(me, input, home);
        const layers = [[template(input, 'developer').document]];
        const other = tags(random, team, otherName);
        const from = source === id ? aws.modelArn(id) : aws.systemArn(source);
        assert.ok(!isAllowed(layers, aws.create(other, from, 'shown')));
        assert.ok(!isAllowed(layers, aws.create(other, from, 'hidden')));
        assert.ok(!isAllowed(layers, aws.invoke(other, id, destination)));
        assert.ok(!isAllowed(layers, aws.delete(other)));
        assert.ok(!isAllowed(layers, aws.tag(other, tags(random, team, myName))));
        assert.ok(!isAllowed(layers, aws.tag(tags(random, team, myName), { [input.tagKeys.member]: otherName })));
        assert.ok(!isAllowed(layers, aws.invokeModel(id)));
        assert.ok(!isAllowed(layers, aws.invokeSystem(`eu.${id}`, id, destination)));
        if (input.teamValue !== undefined)
          assert.ok(!isAllowed(layers, aws.create(tags(random, otherTeam, myName), from, 'hidden')));
      }),
    );
  });

  it('a lead creates and deletes for the team alone, whatever it is called', () => {
    fc.assert(
      fc.property(policyCase, (random) => {
        const input = { ...random.input, teamValue: random.team };
        const aws = new Account(random.me, input, random.home);
        const layers = [[template(input, 'team-lead').document]];
        const from = random.source === random.model ? aws.modelArn(random.model) : aws.systemArn(random.source);
        for (const [team, allowed] of [
          [random.team, true],
          [random.otherTeam, false],
        ] as const) {
          const given = tags(random, team, random.otherName);
          assert.equal(isAllowed(layers, aws.create(given, from, 'shown')), allowed);
          assert.equal(isAllowed(layers, aws.create(given, from, 'hidden')), allowed);
          assert.equal(isAllowed(layers, aws.delete(given)), allowed);
          assert.ok(!isAllowed(layers, aws.invoke(given, random.model, random.destination)));
        }
      }),
    );
  });

  it('is JSON as IAM takes it: real actions, an explanation of each statement, and its true size', () => {
    fc.assert(
      fc.property(policyCase, ({ input }) => {
        for (const { kind, document, explanations, size } of policyTemplates(input)) {
          const copied = policyJson({ kind, document });
          assert.deepEqual(JSON.parse(copied), document);
          // What AWS counts: every character of a service control policy, no white space of a managed policy.
          const text = kind === 'scp' ? copied : JSON.stringify(document);
          assert.equal(document.Version, '2012-10-17');
          const sids = document.Statement.map(({ Sid }) => Sid);
          assert.equal(new Set(sids).size, sids.length);
          assert.ok(sids.every((sid) => /^[a-zA-Z0-9]+$/.test(sid)));
          assert.deepEqual(
            explanations.map(({ sid }) => sid),
            sids,
          );
          for (const { Action, Resource } of document.Statement) {
            assert.ok(Resource.length > 0 && Action.length > 0);
            assert.deepEqual(
              Action.filter((action) => !REAL_ACTIONS.has(action)),
              [],
            );
            assert.deepEqual(
              Resource.filter((arn) => arn !== '*' && arn.split(':').length < 6),
              [],
            );
          }
          assert.equal(size.bytes, Buffer.byteLength(text));
          assert.equal(size.limit, kind === 'scp' ? 5120 : 6144);
          assert.equal(size.exceeded, size.bytes > size.limit);
        }
      }),
    );
  });
});

describe('what policies are made for', () => {
  const codes = (input: PolicyInput): readonly string[] => inputProblems(input).map(({ code }) => code);

  it('makes every template for a sound input, and says by a problem why it makes none', () => {
    assert.deepEqual(codes(INPUT), []);
    assert.deepEqual(
      policyTemplates(INPUT).map(({ id }) => id),
      TEMPLATE_IDS,
    );
    const broken: readonly (readonly [string, PolicyInput])[] = [
      ['account', { ...INPUT, account: '123' }],
      ['account', { ...INPUT, account: '*' }],
      ['partition', { ...INPUT, partition: '*' }],
      ['no-regions', { ...INPUT, regions: [] }],
      ['region', { ...INPUT, regions: ['*'] }],
      ['region', { ...INPUT, regions: [''] }],
      ['region', { ...INPUT, destinationRegions: ['us-*'] }],
      ['no-sources', { ...INPUT, sources: [] }],
      ['tag-key', { ...INPUT, tagKeys: { team: 'Équipe', member: 'M' } }],
      ['tag-key', { ...INPUT, extraTagKeys: ['a*'] }],
      ['tag-key', { ...INPUT, extraTagKeys: ['aws:x'] }],
      ['same-keys', { ...INPUT, tagKeys: { team: 'Owner', member: 'Owner' } }],
      ['same-keys', { ...INPUT, tagKeys: { team: 'Owner', member: 'owner' } }],
      ['same-keys', { ...INPUT, requiredTags: { team: [] } }],
      ['attribute', { ...INPUT, identity: { kind: 'identity-center', memberAttribute: 'a}b' } }],
      ['attribute', { ...INPUT, identity: { kind: 'identity-center', memberAttribute: '' } }],
      ['role', { ...INPUT, exceptRoles: ['*'] }],
      ['role', { ...INPUT, exceptRoles: ['arn:aws:iam::111122223333:role/*'] }],
      ['role', { ...INPUT, exceptRoles: ['arn:aws:iam::*:role/Admin'] }],
    ];
    for (const [code, input] of broken) {
      assert.deepEqual(codes(input), [code], JSON.stringify(input));
      assert.deepEqual(policyTemplates(input), []);
    }
  });

  it('without a team makes all but the team lead’s', () => {
    for (const input of [TEAMLESS, { ...INPUT, teamValue: '' }]) {
      assert.deepEqual(codes(input), ['no-team']);
      assert.deepEqual(
        policyTemplates(input).map(({ id }) => id),
        TEMPLATE_IDS.filter((id) => id !== 'team-lead'),
      );
    }
  });

  it('fits AWS’s limits for an ordinary company, and says so where it does not', () => {
    assert.deepEqual(
      policyTemplates(INPUT).filter(({ size }) => size.exceeded),
      [],
    );
    const sources = Array.from({ length: 60 }, (_, index) => ({
      kind: 'system-profile' as const,
      id: `eu.anthropic.claude-model-${index}`,
      model: modelId(`anthropic.claude-model-${index}`),
    }));
    const { size } = template({ ...INPUT, sources }, 'developer');
    assert.ok(size.exceeded && size.bytes > 6144);
  });

  it('adds cost statements where they belong: none that writes for a reader, and all for the others', () => {
    const input = { ...INPUT, costGroups: COST_GROUPS, alarmPrefix: 'Tally-*' };
    const aws = new Account(JANE, input);
    const alarm = (name: string): string => `arn:aws:cloudwatch:eu-west-1:${INPUT.account}:alarm:${name}`;
    const budget = `arn:aws:budgets::${INPUT.account}:budget/b`;
    const reads = [
      aws.call('ce:GetCostAndUsage'),
      aws.call('ce:ListCostAllocationTags'),
      aws.call('pricing:GetProducts'),
      aws.call('budgets:ViewBudget', budget),
      aws.call('cloudwatch:DescribeAlarms', alarm('any')),
    ];
    const writes = [
      aws.call('ce:UpdateCostAllocationTagsStatus'),
      aws.call('budgets:ModifyBudget', budget),
      aws.call('cloudwatch:PutMetricAlarm', alarm('Tally-*-tokens')),
      aws.call('cloudwatch:DeleteAlarms', alarm('Tally-*-tokens')),
    ];
    for (const id of ['developer', 'team-lead', 'read-only']) {
      const layers = [[template(input, id).document]];
      assert.ok(
        reads.every((requests) => isAllowed(layers, requests)),
        id,
      );
      assert.ok(
        writes.every((requests) => isAllowed(layers, requests) === (id !== 'read-only')),
        id,
      );
      assert.ok(!isAllowed(layers, aws.call('cloudwatch:PutMetricAlarm', alarm('Tally-x-tokens'))));
      assert.ok(!isAllowed(layers, aws.call('cloudwatch:PutMetricAlarm', alarm('Payments'))));
    }
  });
});
