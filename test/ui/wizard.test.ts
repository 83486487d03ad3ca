import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { openTally, until, type Tally } from './tally';

/** How many profiles AWS has made for us. */
const made = (tally: Tally): number =>
  tally.aws.calls.select({ operation: 'CreateInferenceProfile' }).filter(({ status }) => status === 201).length;

/** Goes from the palette to the team's step. */
async function chooseModel(workbench: Workbench, model: string): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand('Bedrock Tally: Create My Profile…');
  await quickInput.waitFor('Model');
  await quickInput.items();
  await quickInput.typeKeys(model);
  await quickInput.accept();
}

/** Waits for what the input box says of its value. */
const says = (workbench: Workbench, sentence: RegExp): Promise<void> =>
  until(async () => sentence.test(await workbench.quickInput.validationMessage()), true);

async function toMember(workbench: Workbench, model: string): Promise<void> {
  await chooseModel(workbench, model);
  await workbench.quickInput.waitFor('Team');
  await workbench.quickInput.items();
  await workbench.quickInput.accept();
  await workbench.quickInput.waitFor('Member');
}

async function toReview(workbench: Workbench, model: string): Promise<void> {
  await toMember(workbench, model);
  await workbench.quickInput.accept();
  await workbench.quickInput.waitFor('Extra Tags');
  await workbench.quickInput.items();
  await workbench.quickInput.accept();
  await workbench.quickInput.waitFor('Review');
  await workbench.quickInput.items();
}

describe('Create my profile', () => {
  let tally: Tally | undefined;
  const open = (): Tally => {
    assert.ok(tally);
    return tally;
  };
  before(async () => {
    tally = await openTally({
      settings: {
        'bedrockTally.me.team': 'platform',
        'bedrockTally.create.requiredTags': { Environment: ['dev', 'prod'] },
        'bedrockTally.create.extraTags': { Environment: 'dev', Büro: 'Köln' },
        'bedrockTally.residency.allowedRegions': ['us-east-1', 'us-east-2', 'us-west-2'],
        'bedrockTally.residency.outside': 'block',
      },
    });
  });
  after(async () => tally?.close());
  recordFailures(() => [tally?.workbench]);
  afterEach('clears away what a failed test has left', async () => {
    tally?.aws.faults.clear();
    await tally?.workbench.quickInput.cancel();
  });

  it('marks and blocks what leaves the allowed Regions', async () => {
    const { workbench } = open();
    await workbench.runCommand('Bedrock Tally: Create My Profile…');
    await workbench.quickInput.waitFor('Model');
    const rows = await workbench.quickInput.items();
    const global = rows.find((row) => row.description.includes('Global'));
    assert.match(global?.description ?? '', /blocked/);
    await workbench.screenshot('wizard-residency');
    await workbench.quickInput.pick(new RegExp(global?.label.replace(/[.$()]/g, '.') ?? ''));
    assert.match(await workbench.quickInput.title(), /Model/);
    await workbench.quickInput.cancel();
  });

  for (const [typed, suggested] of [
    ["O'Brien", 'OBrien'],
    ['José Müller', 'Jose Mueller'],
    ['Ярослав', 'Yaroslav'],
    ['a & b', 'a - b'],
  ] as const) {
    it(`turns ${typed} into a legal name and says why`, async () => {
      const { workbench } = open();
      await toMember(workbench, 'us.anthropic.claude-sonnet-5-5');
      await workbench.quickInput.type(typed);
      await says(workbench, new RegExp(`(isn|aren)’t allowed\\. .*“${suggested}”`));
      await workbench.quickInput.accept();
      await until(() => workbench.quickInput.value(), suggested);
      await until(() => workbench.quickInput.validationMessage(), '');
      await workbench.quickInput.cancel();
    });
  }

  for (const typed of ['山田 太郎', '🚀', '']) {
    it(`asks for Latin letters instead of ${typed === '' ? 'nothing' : typed}, at the input box`, async () => {
      const { workbench } = open();
      await toMember(workbench, 'us.anthropic.claude-sonnet-5-5');
      await workbench.quickInput.type('x');
      await workbench.quickInput.type(typed);
      await says(workbench, typed === '' ? /empty value/ : /Latin letters/);
      await workbench.quickInput.accept();
      assert.match(await workbench.quickInput.title(), /Member/);
      if (typed === '山田 太郎') await workbench.screenshot('wizard-member');
      await workbench.quickInput.cancel();
    });
  }

  it('takes the team that was typed, although Enter follows before the list has it', async () => {
    const { workbench } = open();
    const { quickInput, page } = workbench;
    await chooseModel(workbench, 'us.anthropic.claude-sonnet-5-5');
    await quickInput.waitFor('Team');
    await quickInput.items();
    // Not the team “data”, which is listed and which VS Code highlights until then.
    await quickInput.typeKeys('dat');
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Member');
    await quickInput.type('jane');
    await quickInput.accept();
    await quickInput.waitFor('Extra Tags');
    await quickInput.items();
    await quickInput.accept();
    await quickInput.waitFor('Review');
    assert.equal((await quickInput.items()).find(({ label }) => label === 'Team')?.description, 'dat');
    await quickInput.cancel();
  });

  it('keeps the focus from step to step, so that no key goes anywhere else', async () => {
    const { workbench } = open();
    const { page } = workbench;
    await chooseModel(workbench, 'us.anthropic.claude-sonnet-5-5');
    await workbench.quickInput.waitFor('Team');
    await workbench.quickInput.items();
    await page.evaluate(`globalThis.focusedElsewhere = [];
      document.addEventListener('focusin', ({ target }) => {
        if (!target.closest('.quick-input-widget')) focusedElsewhere.push(target.className);
      });`);
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Member');
    await workbench.quickInput.back();
    await workbench.quickInput.waitFor('Team');
    assert.deepEqual(await page.evaluate('focusedElsewhere'), []);
    await workbench.quickInput.cancel();
  });

  it('goes back with everything kept', async () => {
    const { workbench } = open();
    await toMember(workbench, 'us.anthropic.claude-sonnet-5-5');
    await workbench.quickInput.type('jane');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Extra Tags');
    await workbench.quickInput.items();
    await workbench.quickInput.back();
    await workbench.quickInput.waitFor('Member');
    assert.equal(await workbench.quickInput.value(), 'jane');
    await workbench.quickInput.back();
    await workbench.quickInput.waitFor('Team');
    await workbench.quickInput.cancel();
  });

  it('makes one profile although the answer to its creation was lost', async () => {
    const { workbench, aws } = open();
    aws.faults.add({ kind: 'drop', operation: 'CreateInferenceProfile', times: 1 });
    await toReview(workbench, 'us.anthropic.claude-sonnet-5-5');
    const rows = await workbench.quickInput.items();
    assert.deepEqual(
      rows
        .filter((row) => ['Environment', 'Buero', 'MemberName', 'Team'].includes(row.label))
        .map((row) => [row.label, row.description]),
      [
        ['Team', 'platform'],
        ['MemberName', 'jane.doe'],
        ['Environment', 'dev'],
        ['Buero', 'Koeln'],
      ],
    );
    await workbench.screenshot('wizard-review');
    await workbench.quickInput.accept();
    await workbench.notification(/was created|used again/);
    const profiles = (await workbench.treeItems('Profiles')).filter((row) => row.label.includes('jane-doe'));
    assert.equal(profiles.length, 1);
    await (await workbench.notification(/was created|used again/)).press('Copy ARN');
  });

  it('offers the profile that I have already before it makes another', async () => {
    const { workbench } = open();
    const before = made(open());
    await chooseModel(workbench, 'us.anthropic.claude-sonnet-5-5');
    // The offer comes where the models have been, so its title is there already.
    await until(
      async () => ((await workbench.quickInput.items())[0]?.label ?? '').includes('Use platform-jane-doe'),
      true,
    );
    await workbench.screenshot('wizard-reuse');
    await workbench.quickInput.accept();
    await workbench.notification(/is already yours/);
    assert.equal(made(open()), before);
  });

  it('tells in the review why AWS refused, and takes another try', async () => {
    const { workbench, aws } = open();
    const before = made(open());
    aws.faults.add({ kind: 'deny', operation: 'CreateInferenceProfile' });
    await toReview(workbench, 'us.anthropic.claude-haiku-4-5');
    await workbench.quickInput.accept();
    await workbench.quickInput.root
      .getByText(/ask your administrator for bedrock:CreateInferenceProfile/)
      .first()
      .waitFor();
    await workbench.screenshot('wizard-refused');
    aws.faults.clear();
    await workbench.quickInput.accept();
    await workbench.notification(/haiku.* was created/);
    assert.equal(made(open()), before + 1);
  });

  it('makes one profile in two windows that create it at the same time', async () => {
    const { workbench } = open();
    const before = made(open());
    const other = await workbench.openSecondWindow();
    try {
      await toReview(workbench, 'us.anthropic.claude-opus-4-7');
      await toReview(other, 'us.anthropic.claude-opus-4-7');
      await Promise.all([workbench.quickInput.accept(), other.quickInput.accept()]);
      await Promise.all([workbench, other].map((window) => window.notification(/opus.*(was created|used again)/)));
      assert.equal(made(open()), before + 1);
    } finally {
      await other.close();
    }
  });
});
