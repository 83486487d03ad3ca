import assert from 'node:assert/strict';
import { modelId } from '../../../../src/core/ids';
import { inputProblems, type PolicyIdentity, type PolicyInput } from '../../../../src/core/policies/input';
import { policyTemplates, type TemplateId } from '../../../../src/core/policies/templates';
import { inputOf, lacksTeam, type PolicyAccount, type PolicyAnswers } from '../../../../src/features/policies/answers';
import {
  bestIdentity,
  fittingCount,
  lockedOut,
  USER_NAME_ATTRIBUTE,
} from '../../../../src/features/policies/identityFit';
import type { Profile } from '../../../../src/core/profiles/profile';
import { owned, profile, SONNET } from '../builders';
import { ALLOW_ALL, isAllowed, type Context, type Layer } from './evaluate';
import { Account, ACCOUNT, INPUT, JANE, ownerTags, person, TEAMLESS, valueOf } from './requests';
import { OTHER_MODEL, rowsFor, type Row } from './rows';

function layerOf(input: PolicyInput, id: TemplateId): Layer {
  const found = policyTemplates(input).find((template) => template.id === id);
  assert.ok(found, `no policy ${id}`);
  return [found.document];
}

const LETTERS = { developer: 'd', 'team-lead': 'l', 'read-only': 'r' } as const;
const IDENTITIES: readonly PolicyIdentity[] = [
  { kind: 'identity-center' },
  { kind: 'identity-center', memberAttribute: 'email' },
  { kind: 'userid' },
];

/** The settings of the same company. */
const ACCOUNT_SETTINGS: PolicyAccount = {
  account: ACCOUNT,
  partition: 'aws',
  tagKeys: INPUT.tagKeys,
  allowedRegions: INPUT.destinationRegions === 'any' ? [] : INPUT.destinationRegions,
  extraTags: { Project: '' },
  requiredTags: {},
  sourcesInUse: INPUT.sources === 'all' ? [] : INPUT.sources,
  userId: 'AROAEXAMPLE:jane@example.com',
  session: 'jane@example.com',
};

const ANSWERED: PolicyAnswers = {
  template: 'developer',
  identity: 'identity-center',
  memberAttribute: 'email',
  team: { from: 'name', text: 'platform' },
  regions: INPUT.regions,
  sources: 'used',
  costGroups: [],
  exceptRoles: '',
  scpFor: 'account',
  denyUntagged: false,
  denyOtherModels: false,
};

/** What may be answered about who is who and the team, with what Jane's session then has. */
const ANSWERS: readonly (readonly [story: string, answers: Partial<PolicyAnswers>, session: Context])[] = [
  ['by an e-mail and a named team', {}, {}],
  [
    'by another attribute and a named team',
    { memberAttribute: 'UserName' },
    { 'aws:PrincipalTag/UserName': 'jane@example.com' },
  ],
  ['by the session’s id and a named team', { identity: 'userid' }, {}],
  [
    'by an e-mail and a team’s attribute',
    { team: { from: 'attribute', text: 'squad' } },
    { 'aws:PrincipalTag/squad': 'platform' },
  ],
];

/** A lead's team is named. */
const leadsTeam = (template: TemplateId): Partial<PolicyAnswers> =>
  template === 'team-lead' ? { team: { from: 'name', text: 'platform' } } : {};

function check(layers: readonly Layer[], rows: readonly Row[], letter: string): void {
  for (const [story, who, requests] of rows)
    assert.equal(isAllowed(layers, requests), who.includes(letter), `${letter}: ${story}`);
}

describe('the policies of developers, leads and readers', () => {
  for (const [index, identity] of IDENTITIES.entries()) {
    for (const id of ['developer', 'team-lead', 'read-only'] as const) {
      it(`${id}, known by ${identity.kind} ${index}: each request is decided as it should be`, () => {
        const input = { ...INPUT, identity };
        const me = valueOf(input, JANE);
        check([layerOf(input, id)], rowsFor(new Account(JANE, input), me), LETTERS[id]);
      });
    }
  }

  for (const [story, answers, more] of ANSWERS)
    it(`of what is answered in the steps, ${story}: each request is decided as it should be`, () => {
      for (const template of ['developer', 'team-lead', 'read-only'] as const) {
        const input = inputOf({ ...ANSWERED, ...answers, template, ...leadsTeam(template) }, ACCOUNT_SETTINGS);
        const jane = person('jane@example.com', 'Developer', more);
        const rows = rowsFor(new Account(jane, input), valueOf(input, jane));
        check([layerOf(input, template)], rows, LETTERS[template]);
      }
    });

  it('says of deleting that what is nobody’s can be claimed before, as the table has it', () => {
    for (const id of ['developer', 'team-lead']) {
      const { explanations = [] } = policyTemplates(INPUT).find((policy) => policy.id === id) ?? {};
      const deleting = explanations.find(({ sid }) => sid.startsWith('Delete'));
      assert.ok(deleting);
      assert.equal(deleting.code, id === 'developer' ? 'delete-own' : 'delete-team');
    }
  });

  it('shows the caller’s own value as the example, and knows which profiles it would shut out', () => {
    const valueShown = (answers: Partial<PolicyAnswers>) =>
      inputOf({ ...ANSWERED, ...answers }, ACCOUNT_SETTINGS).exampleMember;
    assert.equal(valueShown({}), 'jane@example.com');
    assert.equal(valueShown({ identity: 'userid' }), 'AROAEXAMPLE:jane@example.com');
    assert.equal(valueShown({ memberAttribute: 'nick' }), undefined);
    const profiles = [
      owned('a', 'platform', 'jane.doe'),
      owned('b', 'platform', 'jane@example.com'),
      owned('c', 'platform', 'AROAEXAMPLEROLE00001:jane@example.com'),
      profile('d'),
    ];
    const left = (identity: PolicyIdentity) =>
      lockedOut(profiles, INPUT.tagKeys, identity)?.map(({ tags }) => tags?.MemberName);
    assert.deepEqual(left({ kind: 'userid' }), ['jane.doe', 'jane@example.com', undefined]);
    assert.deepEqual(left({ kind: 'identity-center' }), [
      'jane.doe',
      'AROAEXAMPLEROLE00001:jane@example.com',
      undefined,
    ]);
    assert.equal(left({ kind: 'identity-center', memberAttribute: 'nick' }), undefined);
    const byUserName: PolicyIdentity = { kind: 'identity-center', memberAttribute: USER_NAME_ATTRIBUTE };
    assert.deepEqual(left(byUserName), ['jane@example.com', 'AROAEXAMPLEROLE00001:jane@example.com', undefined]);
  });

  it('prefers the identity that fits most profiles here, and the first of those that fit as many', () => {
    const byAddress: PolicyIdentity = { kind: 'identity-center' };
    const byUserName: PolicyIdentity = { kind: 'identity-center', memberAttribute: USER_NAME_ATTRIBUTE };
    const named = [owned('a', 'x', 'jane.doe'), owned('b', 'x', 'tom')];
    const addressed = [...named, ...['c', 'd', 'e'].map((id) => owned(id, 'x', `${id}@example.com`))];
    const best = (profiles: readonly Profile[]) =>
      bestIdentity<PolicyIdentity>([byAddress, byUserName, { kind: 'userid' }], profiles, INPUT.tagKeys);
    assert.equal(best(named), byUserName);
    assert.equal(best(addressed), byAddress);
    assert.equal(best([profile('untagged')]), byAddress);
    assert.equal(fittingCount(addressed, INPUT.tagKeys, byAddress), 3);
  });

  it('of a team that was left open, chosen as such: any team may be named, and is explained as such', () => {
    const input = inputOf({ ...ANSWERED, team: { from: 'any', text: '' } }, ACCOUNT_SETTINGS);
    const aws = new Account(JANE, input);
    const made = aws.create(ownerTags('data', 'jane@example.com'), aws.systemArn(`eu.${SONNET}`), 'hidden');
    assert.ok(isAllowed([layerOf(input, 'developer')], made));
    const codes = policyTemplates(input)[0]?.explanations.map(({ code }) => code) ?? [];
    assert.ok(codes.includes('create-own-in-any-team'));
    assert.ok(codes.includes('edit-own-in-any-team'));
  });

  it('cannot be made without the team: none chosen, or an attribute where there are none', () => {
    for (const answers of [
      { team: { from: 'name', text: '' } },
      { team: { from: 'attribute', text: 'team' }, identity: 'userid' },
      { team: { from: 'any', text: '' }, template: 'team-lead' },
      { team: { from: 'attribute', text: 'team' }, template: 'team-lead' },
    ] as const) {
      const draft = { ...ANSWERED, ...answers };
      assert.ok(lacksTeam(draft), JSON.stringify(answers));
      assert.ok(inputProblems(inputOf(draft, ACCOUNT_SETTINGS)).some(({ code }) => code === 'no-team'));
    }
    for (const template of ['read-only', 'enforce-identity', 'enforce-scp'] as const)
      assert.ok(!lacksTeam({ ...ANSWERED, template, team: { from: 'name', text: '' } }));
  });

  it('decides the same under a service control policy, except for what that refuses anyway', () => {
    const scp = [ALLOW_ALL, ...layerOf({ ...INPUT, denyUntagged: true }, 'enforce-scp')];
    const rows = rowsFor(new Account(JANE), 'jane@example.com');
    for (const id of ['developer', 'team-lead', 'read-only'] as const)
      check([layerOf(INPUT, id), scp], rows, LETTERS[id]);
  });

  it('decides the same where every team, destination and source is written as a wildcard or a condition', () => {
    const many = Array.from({ length: 20 }, (_, index) => `model.number-${index}`);
    const sources = [
      ...(INPUT.sources === 'all' ? [] : INPUT.sources),
      ...many.map((id) => ({ kind: 'system-profile' as const, id: `eu.${id}`, model: modelId(id) })),
    ];
    check([layerOf({ ...INPUT, sources }, 'developer')], rowsFor(new Account(JANE), 'jane@example.com'), 'd');
  });

  it('all sources and any destination: every model, but still only through my profile', () => {
    const input: PolicyInput = { ...INPUT, sources: 'all', destinationRegions: 'any' };
    const aws = new Account(JANE, input);
    const layers = [layerOf(input, 'developer')];
    const mine = ownerTags('platform', 'jane@example.com');
    for (const region of ['eu-west-1', 'us-east-1', 'ap-northeast-1', ''])
      assert.ok(isAllowed(layers, aws.invoke(mine, OTHER_MODEL, region)), region);
    assert.ok(isAllowed(layers, aws.create(mine, aws.systemArn(`us.${OTHER_MODEL}`), 'shown')));
    assert.ok(isAllowed(layers, aws.create(mine, aws.modelArn(OTHER_MODEL), 'shown')));
    assert.ok(isAllowed(layers, aws.invokeThroughSystem(mine, `us.${OTHER_MODEL}`, OTHER_MODEL, 'us-west-2')));
    assert.ok(
      !isAllowed(layers, aws.call('bedrock:InvokeModel', `arn:aws:bedrock:eu-west-1:${ACCOUNT}:imported-model/a`)),
    );
    assert.ok(!isAllowed(layers, aws.invokeModel(OTHER_MODEL)));
    assert.ok(!isAllowed(layers, aws.invokeSystem(`us.${OTHER_MODEL}`, OTHER_MODEL, 'us-east-1')));
    assert.ok(!isAllowed(layers, aws.invoke({}, OTHER_MODEL, 'eu-west-1')));
  });

  it('an identity without the attribute owns nothing, not even what nobody owns', () => {
    const nobody = { ...JANE, context: { 'aws:userid': 'AROAEXAMPLE:x', 'aws:PrincipalAccount': ACCOUNT } };
    const aws = new Account(nobody);
    const layers = [layerOf(INPUT, 'developer')];
    for (const member of ['', 'jane@example.com', '${aws:PrincipalTag/email}']) {
      const tags = ownerTags('platform', member);
      assert.ok(!isAllowed(layers, aws.invoke(tags, SONNET, 'eu-west-1')), member);
      assert.ok(!isAllowed(layers, aws.create(tags, aws.systemArn(`eu.${SONNET}`), 'hidden')), member);
      assert.ok(!isAllowed(layers, aws.delete(tags)), member);
    }
    assert.ok(!isAllowed(layers, aws.invoke({}, SONNET, 'eu-west-1')));
  });

  it('takes the team from the identity, or any team that is not empty', () => {
    const asked = { ...TEAMLESS, identity: { kind: 'identity-center', teamAttribute: 'squad' } } as const;
    const jane = person('jane@example.com', 'Developer', { 'aws:PrincipalTag/squad': 'data' });
    const made = (input: PolicyInput, team: string): boolean => {
      const aws = new Account(jane, input);
      const requests = aws.create(ownerTags(team, 'jane@example.com'), aws.systemArn(`eu.${SONNET}`), 'hidden');
      return isAllowed([layerOf(input, 'developer')], requests);
    };
    assert.deepEqual(
      ['data', 'platform', ''].map((team) => made(asked, team)),
      [true, false, false],
    );
    const edited = (team: string): boolean => {
      const tags = ownerTags('platform', 'jane@example.com');
      return isAllowed([layerOf(TEAMLESS, 'developer')], new Account(jane, TEAMLESS).tag(tags, { Team: team }));
    };
    assert.deepEqual(['data', 'platform', ''].map(edited), [true, true, false]);
    assert.ok(
      isAllowed(
        [layerOf(TEAMLESS, 'developer')],
        new Account(jane).tag(ownerTags('web', 'jane@example.com'), { Project: 'x' }),
      ),
    );
    assert.deepEqual(
      ['data', 'platform', ''].map((team) => made(TEAMLESS, team)),
      [true, true, false],
    );
  });

  it('asks for required tags with their allowed values, also when tags are changed later', () => {
    const input: PolicyInput = { ...INPUT, requiredTags: { CostCenter: ['100', '200'], Purpose: [] } };
    const aws = new Account(JANE, input);
    const mine = ownerTags('platform', 'jane@example.com');
    const made = (more: Readonly<Record<string, string>>): boolean =>
      isAllowed(
        [layerOf(input, 'developer')],
        aws.create({ ...mine, ...more }, aws.systemArn(`eu.${SONNET}`), 'hidden'),
      );
    assert.ok(made({ CostCenter: '200', Purpose: 'anything' }));
    assert.ok(!made({ CostCenter: '300', Purpose: 'anything' }));
    assert.ok(!made({ CostCenter: '200' }));
    assert.ok(!made({ CostCenter: '200', Purpose: '' }));
    assert.ok(isAllowed([layerOf(input, 'developer')], aws.tag(mine, { CostCenter: '100' })));
    assert.ok(!isAllowed([layerOf(input, 'developer')], aws.tag(mine, { CostCenter: '1' })));
  });

  it('required values of the team bind a team that is free, and not one that is bound', () => {
    const requiredTags = { Team: ['data', 'web'] };
    const made = (input: PolicyInput, team: string): boolean => {
      const aws = new Account(JANE, input);
      const requests = aws.create(ownerTags(team, 'jane@example.com'), aws.systemArn(`eu.${SONNET}`), 'hidden');
      return isAllowed([layerOf(input, 'developer')], requests);
    };
    assert.deepEqual(
      ['data', 'web', 'platform'].map((team) => made({ ...TEAMLESS, requiredTags }, team)),
      [true, true, false],
    );
    assert.deepEqual(
      ['data', 'web', 'platform'].map((team) => made({ ...INPUT, requiredTags }, team)),
      [false, false, true],
    );
  });
});
