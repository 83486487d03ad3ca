/**
 * The table of permissions is complete: held against the commands in the source, and against what AWS is asked when it
 * is used.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  isWrite,
  COST_GROUPS,
  PERMISSIONS,
  PROFILE_GROUPS,
  withRequiredReads,
  type Permission,
} from '../../../../src/core/policies/permissions';
import { CREATED_BY_TAG } from '../../../../src/core/alerts/alerts';
import { policyTemplates, type TemplateId } from '../../../../src/core/policies/templates';
import { ours, PLANS } from '../../aws/alertPlans';
import { wanted } from '../../aws/connect';
import { withCloud } from '../../aws/trouble';
import { isAllowed, type Request } from './evaluate';
import { Account, ACCOUNT, INPUT, JANE, ownerTags } from './requests';
import { SONNET } from '../builders';

const SRC = join(dirname(fileURLToPath(import.meta.url)), '../../../../src');

/** To be looked into by any name. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Permission>>>> = PERMISSIONS;

interface Imported {
  readonly file: string;
  readonly client: string;
  readonly name: string;
}

/** Everything that the extension takes from an SDK client; the simulator answers and does not ask. */
const IMPORTED: readonly Imported[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('simulator'))
  .flatMap((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    return [...text.matchAll(/import\s+(type\s+)?([^;]*?)\s+from\s+'@aws-sdk\/client-([\w-]+)'/g)]
      .filter(([, onlyType]) => onlyType === undefined)
      .flatMap(([, , names = '', client = '']) =>
        names
          .replace(/[{}\s]+/g, ' ')
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => ({ file, client, name })),
      );
  });

const operationsIn = (client: string): readonly string[] =>
  IMPORTED.filter((one) => one.client === client && one.name.endsWith('Command')).map(({ name }) =>
    name.replace(/Command$/, ''),
  );

/** Every source of the AWS side, below src/aws. */
const AWS_FILES = readdirSync(join(SRC, 'aws'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

describe('The table of permissions', () => {
  it('names an IAM action for every command that is sent, and none for one that is not', () => {
    const clients = [...new Set(IMPORTED.map(({ client }) => client))].sort();
    assert.deepEqual(Object.keys(TABLE).sort(), clients);
    for (const client of clients)
      assert.deepEqual(Object.keys(TABLE[client] ?? {}).sort(), [...new Set(operationsIn(client))].sort(), client);
  });

  it('sees every command, because nothing else of a client sends any', () => {
    // Paginators, waiters and the clients that have every operation as a method would send commands that no import
    // names.
    const others = IMPORTED.filter(({ name }) => !/^\w+(Command|Client|Exception)$/.test(name));
    // Roles on the way to credentials: allowed by whoever owns the AWS profile's source, and not by a policy for who
    // uses the extension.
    assert.deepEqual(
      others.map(({ file, name }) => [file, name]),
      [
        ['aws/credentials.ts', 'getDefaultRoleAssumer'],
        ['aws/credentials.ts', 'getDefaultRoleAssumerWithWebIdentity'],
      ],
    );
    for (const file of AWS_FILES) {
      const text = readFileSync(join(SRC, 'aws', file), 'utf8');
      assert.doesNotMatch(text, /(require|import)\(['"]@aws-sdk\/client-/, file);
      assert.doesNotMatch(text, /import \*/, file);
    }
  });

  it('knows every action that a problem may name as missing', () => {
    const known = new Set(Object.values(TABLE).flatMap((all) => Object.values(all).flatMap(({ actions }) => actions)));
    // Public, needing nothing, on the way to credentials, or the name of a request that is shown before it is sent.
    const signIn = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'];
    const others = new Set(['pricing:BulkFile', 'sts:GetCallerIdentity', 'budgets:CreateBudget', ...signIn]);
    for (const file of AWS_FILES) {
      const text = readFileSync(join(SRC, 'aws', file), 'utf8');
      for (const [, action = ''] of text.matchAll(/'((?:bedrock|budgets|ce|cloudwatch|pricing|sts|tag):\w+)'/g))
        assert.ok(known.has(action) || others.has(action), `${file}: ${action}`);
    }
  });

  it('is what the README lists', () => {
    const readme = readFileSync(join(SRC, '../README.md'), 'utf8');
    const section = /\n### Permissions\n([^]*?)\n#/.exec(readme)?.[1] ?? '';
    const listed = [...section.matchAll(/`([a-z]+:[A-Z]\w+)`/g)].map(([, action]) => action);
    const needed = Object.values(TABLE).flatMap((all) => Object.values(all).flatMap(({ actions }) => actions));
    // Always allowed, and listed as such.
    assert.deepEqual([...new Set(listed)].sort(), [...new Set([...needed, 'sts:GetCallerIdentity'])].sort());
  });

  it('has something for every group, and lets nobody write what may not be looked at', () => {
    const used = new Set(Object.values(TABLE).flatMap((all) => Object.values(all).map(({ group }) => group)));
    assert.deepEqual([...used].sort(), [...PROFILE_GROUPS, ...COST_GROUPS].sort());
    for (const group of COST_GROUPS) {
      assert.equal(isWrite(group), withRequiredReads([group]).length === 2, group);
      assert.ok(withRequiredReads([group]).includes(group), group);
    }
  });
});

/** Clients by the simulator's names for their services. */
const CLIENTS: Readonly<Record<string, string>> = { ce: 'cost-explorer', tagging: 'resource-groups-tagging-api' };

/** What a request sets tags by. */
const tagsIn = (parameters: Readonly<Record<string, unknown>>): boolean =>
  ['Tags', 'tags', 'ResourceTags'].some((name) => name in parameters);

describe('What AWS is asked', function () {
  this.timeout(40_000);

  it('is in the table, with the permission to tag wherever something is made with tags', () =>
    withCloud({}, async (aws, simulator) => {
      const { systemProfiles } = await aws.listSources(wanted());
      const [source] = systemProfiles;
      assert.ok(source);
      await aws.createProfile(
        { name: 'mine', description: undefined, source, tags: ownerTags('platform', 'jane') },
        'a-token-of-the-tests-that-is-long-enough',
        wanted(),
      );
      for (const plan of PLANS) await aws.alerts.create(plan, wanted());
      for (const alert of await ours(aws)) await aws.alerts.remove(alert, wanted());
      const tagged = new Set<string>();
      for (const { service, operation, parameters } of simulator.calls.all) {
        const permission = TABLE[CLIENTS[service] ?? service]?.[operation];
        assert.ok(permission, `${service}: ${operation}`);
        const mayTag = permission.actions.some((action) => action.endsWith(':TagResource'));
        assert.equal(mayTag, tagsIn(parameters), operation);
        if (mayTag) tagged.add(operation);
      }
      assert.deepEqual(
        [...tagged].sort(),
        [
          'CreateAnomalyMonitor',
          'CreateAnomalySubscription',
          'CreateBudget',
          'CreateInferenceProfile',
          'PutMetricAlarm',
        ].sort(),
      );
    }));
});

const MINE = ownerTags('platform', 'jane@example.com');
const ALARM = `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:BedrockTally jane`;
const BUDGET = `arn:aws:budgets::${ACCOUNT}:budget/BedrockTally jane`;
const MONITOR = `arn:aws:ce::${ACCOUNT}:anomalymonitor/0b1c`;
const OUR_TAG = { [`aws:RequestTag/${CREATED_BY_TAG.key}`]: CREATED_BY_TAG.value, 'aws:TagKeys': [CREATED_BY_TAG.key] };

/** What one action of an operation asks IAM, as the extension uses it on what is one's own. */
function asked(aws: Account, operation: string, action: string): readonly Request[] {
  const withTag = (requests: readonly Request[]): readonly Request[] =>
    requests.map((request) => ({ ...request, context: { ...request.context, ...OUR_TAG } }));
  if (operation === 'CreateInferenceProfile') return aws.create(MINE, aws.systemArn(`eu.${SONNET}`), 'hidden');
  if (operation === 'DeleteInferenceProfile') return aws.delete(MINE);
  if (operation.startsWith('Converse')) return aws.invoke(MINE, SONNET, 'eu-west-1', action);
  if (/^bedrock:(Get|ListTags)/.test(action)) return aws.call(action, aws.profileArn());
  if (/^cloudwatch:.*(Alarm|Resource)/.test(action)) return aws.call(action, ALARM);
  if (action.startsWith('budgets:')) return aws.call(action, BUDGET);
  // What is new has no ARN.
  if (/^ce:(Create|TagResource)/.test(action)) return withTag(aws.call(action));
  return aws.call(action, /^ce:(Delete|ListTags)/.test(action) ? MONITOR : '*');
}

/** Which groups a template gives when everything is wished for. */
const GIVES: Readonly<Record<Exclude<TemplateId, 'enforce-identity' | 'enforce-scp'>, readonly string[]>> = {
  developer: [...PROFILE_GROUPS, ...COST_GROUPS],
  'team-lead': ['list', 'read', 'create', 'delete', 'no-permission', ...COST_GROUPS],
  'read-only': ['list', 'read', 'no-permission', ...COST_GROUPS.filter((group) => !isWrite(group))],
};

/** And when nothing is. */
const GIVES_ALWAYS: typeof GIVES = {
  developer: PROFILE_GROUPS,
  'team-lead': [
    ...['list', 'read', 'create', 'delete', 'no-permission'],
    ...['bill', 'tag-status', 'budgets-read', 'anomalies-read', 'alarms-read'],
  ],
  'read-only': ['list', 'read', 'no-permission'],
};

describe('The permissions that a policy gives', () => {
  for (const [wish, costGroups, gives] of [
    ['everything', COST_GROUPS, GIVES],
    ['nothing', [], GIVES_ALWAYS],
  ] as const)
    it(`are those of its template, where ${wish} about cost is requested`, () => {
      const input = { ...INPUT, costGroups, alarmPrefix: 'BedrockTally' };
      const aws = new Account(JANE, input);
      for (const [id, groups] of Object.entries(gives)) {
        const [policy] = policyTemplates(input).filter((template) => template.id === id);
        assert.ok(policy);
        for (const [operation, { group, actions }] of Object.values(TABLE).flatMap((all) => Object.entries(all)))
          for (const action of actions)
            assert.equal(
              isAllowed([[policy.document]], asked(aws, operation, action)),
              groups.includes(group),
              `${id}: ${operation} (${action})`,
            );
      }
    });

  it('are all for the one thing that is wished for, with what has to be seen for it', () => {
    for (const wished of COST_GROUPS) {
      const input = { ...INPUT, costGroups: [wished], alarmPrefix: 'BedrockTally' };
      const aws = new Account(JANE, input);
      const [policy] = policyTemplates(input).filter(({ id }) => id === 'developer');
      assert.ok(policy);
      for (const [operation, { group, actions }] of Object.values(TABLE).flatMap((all) => Object.entries(all))) {
        const costGroup = COST_GROUPS.find((one) => one === group);
        if (costGroup === undefined) continue;
        for (const action of actions)
          assert.equal(
            isAllowed([[policy.document]], asked(aws, operation, action)),
            withRequiredReads([wished]).includes(costGroup),
            `${wished}: ${operation}`,
          );
      }
    }
  });

  it('let nothing of Cost Explorer be tagged but by Bedrock Tally’s own tag', () => {
    const input = { ...INPUT, costGroups: COST_GROUPS };
    const aws = new Account(JANE, input);
    const [policy] = policyTemplates(input).filter(({ id }) => id === 'team-lead');
    assert.ok(policy);
    const foreign = { 'aws:RequestTag/Department': 'x', 'aws:TagKeys': ['Department'] };
    for (const action of ['ce:TagResource', 'ce:CreateAnomalyMonitor'])
      for (const context of [{}, foreign])
        assert.ok(
          !isAllowed(
            [[policy.document]],
            aws.call(action).map((one) => ({ ...one, context: { ...one.context, ...context } })),
          ),
        );
  });

  it('fit into one policy, everything about cost among them', () => {
    for (const { id, size } of policyTemplates({ ...INPUT, costGroups: COST_GROUPS, alarmPrefix: 'BedrockTally' }))
      assert.ok(!size.exceeded, `${id}: ${size.bytes}`);
  });
});
