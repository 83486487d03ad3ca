import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inTheCompany, textInFront } from './company';
import { until } from './tally';

interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition?: unknown;
  }[];
}

const actionsIn = ({ Statement }: Policy): readonly string[] => Statement.flatMap(({ Action }) => Action);

describe('Policies for an account', () => {
  const open = inTheCompany({ theme: 'Dark Modern' });

  const begin = async (template: string): Promise<void> => {
    const { quickInput } = open().workbench;
    await open().workbench.runCommand('bedrockTally.showPolicies');
    await quickInput.waitFor('IAM Policies');
    await quickInput.items();
    await quickInput.pick(template);
  };
  const step = async (about: string): Promise<void> => {
    const { quickInput } = open().workbench;
    await quickInput.waitFor(`IAM Policy: ${about}`);
    await quickInput.items();
  };
  /** Takes a step as it is offered. */
  const take = async (about: string): Promise<void> => {
    await step(about);
    await open().workbench.quickInput.accept();
  };
  const box = (label: string) =>
    open().workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  const tick = async (label: string): Promise<void> => {
    await box(label).click();
    await until(() => isTicked(label), true);
  };
  const isTicked = (label: string): Promise<boolean> => box(label).getByRole('checkbox').first().isChecked();

  /** The policy that was shown, as its button copies it; with a picture of it. */
  const shown = async (name: string): Promise<readonly [text: string, policy: Policy]> => {
    const { workbench } = open();
    await workbench.notification(/is not attached to anything/);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.screenshot(`policy-${name}`);
    const text = await textInFront(workbench);
    await workbench.page.locator('.editor-actions').getByRole('button', { name: 'Copy JSON' }).click();
    await until(async () => (await workbench.clipboardText()).startsWith('{'), true);
    const policy = JSON.parse(await workbench.clipboardText()) as Policy;
    assert.equal(policy.Version, '2012-10-17');
    // AWS counts the white space of a service control policy: the copied one has none, and is as long as it says.
    const [, counted] = /([\d,]+) of 5,120 characters/.exec(text) ?? [];
    if (counted !== undefined)
      assert.equal((await workbench.clipboardText()).length, Number(counted.replaceAll(',', '')));
    // Every statement is explained in a line of its own.
    for (const { Sid } of policy.Statement) assert.match(text, new RegExp(`^- \\*\\*${Sid}\\*\\*: [A-Z].*\\.$`, 'm'));
    return [text, policy];
  };

  it('for developers bind everything to their own name', async () => {
    const { workbench } = open();
    await begin('Developer');
    await workbench.quickInput.waitFor('Identity Mapping');
    const offered = await workbench.quickInput.items();
    const fits = offered.map(({ label, description }) => [
      label,
      /^fits \d+ of the \d+ listed profiles/.exec(description)?.[0],
    ]);
    assert.equal(offered.find(({ active }) => active)?.label, 'Identity Center attribute UserName');
    assert.match(String(fits.find(([label]) => label?.includes('email'))?.[1]), /^fits 0 of/);
    assert.match(String(fits.find(([label]) => label?.includes('UserName'))?.[1]), /^fits [1-9]\d* of/);
    await workbench.screenshot('policy-step-identity');
    await workbench.quickInput.pick('Identity Center attribute email');
    await step('Team');
    await workbench.screenshot('policy-step-developers-team');
    const team = (await workbench.quickInput.items()).find(({ active }) => active)?.label ?? '';
    assert.notEqual(team, '');
    await workbench.quickInput.accept();
    await take('Regions');
    await take('Models');
    await take('Cost Permissions');
    const warning = await workbench.notification(
      /is ready\. .*It would lock out the owners of \d+ of the \d+ listed profiles/,
    );
    assert.deepEqual(warning.buttons, ['Copy JSON', 'Another Policy']);
    const [text, policy] = await shown('developer');
    const create = policy.Statement.find(({ Sid }) => Sid === 'CreateOwnProfiles');
    assert.ok(JSON.stringify(create?.Condition).includes(`"aws:RequestTag/Team":"${team}"`));
    assert.match(
      text,
      /^# IAM policy: Developer\n\n> ⚠ It would lock out the owners of \d+ of the \d+ listed profiles/,
    );
    assert.match(text, /- \*\*InvokeOwnProfiles\*\*: Invoke only your own profiles\./);
    assert.match(text, /## Before you attach it\n\n- .* such as jane\.doe@acme\.example, and not a short name/);
    assert.match(text, /[\d,]+ of 6,144 characters that AWS allows for a managed policy/);
    assert.ok(
      JSON.stringify(policy).includes('arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/*'),
    );
    assert.ok(JSON.stringify(policy).includes('${aws:PrincipalTag/email}'));
  });

  it('for developers without Identity Center go by aws:userid', async () => {
    await begin('Developer');
    await step('Identity Mapping');
    await open().workbench.quickInput.pick('aws:userid');
    await step('Team');
    // An attribute is Identity Center's alone.
    assert.ok(!(await open().workbench.quickInput.items()).some(({ label }) => label.includes('attribute')));
    await open().workbench.quickInput.accept();
    for (const about of ['Regions', 'Models', 'Cost Permissions']) await take(about);
    const [, policy] = await shown('developer-userid');
    assert.ok(JSON.stringify(policy).includes('${aws:userid}'));
    assert.ok(!JSON.stringify(policy).includes('PrincipalTag'));
  });

  it('for developers go by the attributes that are typed, the team’s as well', async () => {
    const { quickInput } = open().workbench;
    await begin('Developer');
    await step('Identity Mapping');
    await quickInput.type('UserName');
    await until(async () => (await quickInput.items())[0]?.label, 'Identity Center attribute UserName');
    await quickInput.accept();
    await step('Team');
    await quickInput.pick('Identity Center attribute team');
    for (const about of ['Regions', 'Models', 'Cost Permissions']) await take(about);
    const [text, policy] = await shown('developer-attributes');
    for (const name of ['UserName', 'team'])
      assert.ok(JSON.stringify(policy).includes(`\${aws:PrincipalTag/${name}}`), name);
    assert.match(text, /the team from your attribute team in the tag Team/);
  });

  it('for team leads have everything that alerts and the bill need, and invoke nothing', async () => {
    const { workbench } = open();
    await begin('Team Lead');
    await step('Team');
    await workbench.screenshot('policy-step-team');
    await workbench.quickInput.accept();
    await take('Regions');
    await take('Models');
    await step('Cost Permissions');
    for (const label of [
      'Create, change and delete budgets',
      'Create and delete anomaly monitors',
      'Create, change and delete alarms',
    ])
      await tick(label);
    await workbench.screenshot('policy-step-money');
    await workbench.quickInput.accept();
    const [text, policy] = await shown('team-lead');
    assert.match(text, /^# IAM policy: Team Lead\n/);
    const actions = actionsIn(policy);
    for (const action of [
      ...['ce:GetCostAndUsage', 'ce:ListCostAllocationTags', 'budgets:ListTagsForResource', 'budgets:TagResource'],
      ...['ce:GetAnomalyMonitors', 'ce:CreateAnomalySubscription', 'ce:TagResource', 'ce:ListTagsForResource'],
      ...['cloudwatch:ListTagsForResource', 'cloudwatch:TagResource', 'bedrock:CreateInferenceProfile'],
    ])
      assert.ok(actions.includes(action), action);
    assert.ok(!actions.some((action) => action.startsWith('bedrock:Invoke')));
  });

  it('for readers change nothing', async () => {
    await begin('Read-Only');
    await take('Regions');
    await step('Cost Permissions');
    await tick('Read cost by tag');
    await open().workbench.quickInput.accept();
    const [text, policy] = await shown('read-only');
    assert.match(text, /^# IAM policy: Read-Only\n/);
    assert.ok(actionsIn(policy).includes('ce:GetCostAndUsage'));
    for (const action of actionsIn(policy)) assert.match(action, /:(List|Get)/);
  });

  it('for enforcement refuse what has no profile, for an identity', async () => {
    const { workbench } = open();
    await begin('Enforcement for a User, Group or Role');
    await step('Untagged Profiles');
    await workbench.quickInput.pick('Are denied, too');
    await step('Jobs, Agents and Other Models');
    await workbench.screenshot('policy-step-jobs');
    await workbench.quickInput.pick('Is denied, too');
    await workbench.quickInput.waitFor('IAM Policy: Exceptions');
    await workbench.quickInput.type('everybody');
    await until(() => workbench.quickInput.validationMessage(), '“everybody” isn’t the ARN of a role.');
    await workbench.screenshot('policy-step-exceptions');
    await workbench.quickInput.type('arn:aws:iam::111122223333:role/KnowledgeBase');
    await workbench.quickInput.accept();
    const [text, policy] = await shown('enforce-identity');
    assert.match(text, /add it to a permission set/);
    assert.ok(policy.Statement.every(({ Effect }) => Effect === 'Deny'));
    assert.deepEqual(
      policy.Statement.map(({ Sid }) => Sid),
      [
        ...['DenyModelsWithoutProfile', 'DenyOtherEndpoint', 'DenyWithoutTeamTag', 'DenyWithoutMemberTag'],
        ...['DenyJobsAndAgents', 'DenyOtherModels'],
      ],
    );
    assert.ok(policy.Statement.every(({ Condition }) => JSON.stringify(Condition).includes('role/KnowledgeBase')));
  });

  it('for enforcement are a service control policy, for this account or for all', async () => {
    const { workbench } = open();
    for (const [accounts, name] of [
      ['Only this account', 'enforce-scp'],
      ['All accounts under it', 'enforce-scp-all'],
    ] as const) {
      await begin('Enforcement for an Organization');
      await step('Accounts');
      await workbench.quickInput.pick(accounts);
      await step('Untagged Profiles');
      await workbench.quickInput.pick('Can be invoked');
      await step('Jobs, Agents and Other Models');
      await workbench.quickInput.pick('Stays allowed');
      await workbench.quickInput.waitFor('IAM Policy: Exceptions');
      await workbench.quickInput.accept();
      const [text, policy] = await shown(name);
      assert.match(
        text,
        /Attach it in AWS Organizations as a service control policy\. It doesn’t apply to the organization’s management account\. [\d,]+ of 5,120 characters/,
      );
      assert.match(text, /^- It doesn’t cover provisioned, imported and custom models/m);
      const bound = JSON.stringify(policy).includes('"aws:PrincipalAccount":"111122223333"');
      assert.equal(bound, accounts === 'Only this account');
      assert.equal(JSON.stringify(policy).includes(':*:application-inference-profile/*'), !bound);
      await workbench.runCommand('View: Close All Editors');
    }
  });

  it('are asked for with a way back from every step, and nothing is to be chosen twice', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await begin('Developer');
    await step('Identity Mapping');
    await quickInput.pick('aws:userid');
    await take('Team');
    await step('Regions');
    await tick('Frankfurt');
    await workbench.screenshot('policy-step-regions');
    await quickInput.back();
    await step('Team');
    await quickInput.back();
    await step('Identity Mapping');
    assert.equal((await quickInput.items()).find(({ active }) => active)?.label, 'aws:userid');
    await quickInput.accept();
    await take('Team');
    await step('Regions');
    assert.equal(await isTicked('Frankfurt'), true);
    await quickInput.accept();
    await step('Models');
    await quickInput.accept();
    await step('Cost Permissions');
    await tick('View budgets');
    // All the way to the list of policies, and to another one that asks for some of the same.
    for (const about of ['Models', 'Regions', 'Team', 'Identity Mapping']) {
      await quickInput.back();
      await step(about);
    }
    await quickInput.back();
    await quickInput.waitFor('IAM Policies');
    assert.equal((await quickInput.items()).find(({ active }) => active)?.label, 'Developer');
    await quickInput.pick('Read-Only');
    await step('Regions');
    assert.equal(await isTicked('Frankfurt'), true);
    await quickInput.accept();
    await step('Cost Permissions');
    assert.equal(await isTicked('View budgets'), true);
    await quickInput.accept();
    const [, policy] = await shown('read-only-after-back');
    assert.ok(actionsIn(policy).includes('budgets:ViewBudget'));
    assert.ok(JSON.stringify(policy).includes('arn:aws:bedrock:eu-central-1:111122223333:'));
  });

  it('are left by Escape at any step, and nothing is shown', async () => {
    const { workbench } = open();
    await begin('Team Lead');
    await take('Team');
    await step('Regions');
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitForClosed();
    assert.equal(await workbench.page.locator('.tabs-container .tab').count(), 0);
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('say in a sentence why they cannot be made', async () => {
    const { workbench } = open();
    await begin('Read-Only');
    await step('Regions');
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().click();
    await workbench.quickInput.accept();
    await take('Cost Permissions');
    await workbench.notification('Choose at least one Region.');
  });

  it('say after a reload of the window how to make them again, and are made again in their place', async () => {
    const { workbench } = open();
    const make = async (): Promise<void> => {
      await begin('Read-Only');
      await take('Regions');
      await take('Cost Permissions');
      await workbench.notification(/is not attached to anything/);
    };
    await make();
    // VS Code itself opens only the preview again, which asks for the text.
    await workbench.runCommand('Markdown: Open Preview');
    const preview = await workbench.webviewFrame('Preview IAM Policy Read-Only.md');
    await preview.getByText('Statements').waitFor();
    await workbench.screenshot('policy-preview');
    await workbench.reload();
    const restored = await workbench.webviewFrame('Preview IAM Policy Read-Only.md');
    await restored
      .getByText('This policy isn’t kept when the window reloads. Run “Show IAM Policies” to create it again.')
      .waitFor();
    await workbench.screenshot('policy-after-reload');
    await make();
    const tabs = workbench.page.locator('.tabs-container .tab');
    await tabs.filter({ hasText: 'Preview IAM' }).click();
    await (await workbench.webviewFrame('Preview IAM Policy Read-Only.md')).getByText('Statements').waitFor();
    // A preview takes the focus when it is shown; the text keeps it.
    await tabs.filter({ hasNotText: 'Preview IAM' }).click();
    assert.match(await textInFront(workbench), /^# IAM policy: Read-Only\n/);
  });

  it('can be read in a light theme as well', async () => {
    const { workbench } = open();
    await workbench.changeSettings({ 'workbench.colorTheme': 'Light Modern' });
    await begin('Team Lead');
    await workbench.quickInput.waitFor('IAM Policy: Team');
    await workbench.quickInput.accept();
    await take('Regions');
    await take('Models');
    await step('Cost Permissions');
    await workbench.screenshot('policy-step-money-light');
    await workbench.quickInput.accept();
    const [text] = await shown('team-lead-light');
    assert.match(text, /^# IAM policy: Team Lead\n/);
  });
});
