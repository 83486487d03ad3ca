import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { recordFailures } from '../host/evidence';
import type { Workbench } from '../host/workbench';
import { CLINE_DO, CLINE_INVOKES, CLINE_PAGE } from './agents/clineStandIn';
import { AgentFiles, CLINE, CLINE_PROVIDERS, furnishWithCline, profilesOf } from './agents/machine';
import { Section } from './agents/section';
import { openTally, until, type Tally, type TallyOptions } from './tally';

const MINE = 'platform-jane-doe-sonnet-5';
const SMALL = 'platform-jane-doe-haiku-4-5';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** A window with Cline in it, and what is on its machine. */
class Machine {
  constructor(
    readonly tally: Tally,
    readonly files: AgentFiles,
    readonly profiles: ReadonlyMap<string, string>,
  ) {}

  static async open(options: TallyOptions): Promise<Machine> {
    const tally = await openTally({ simulator: { scenario: 'company' }, theme: 'Dark Modern', ...options });
    const machine = new Machine(tally, new AgentFiles(tally.workbench.home), await profilesOf(tally.aws));
    await tally.workbench.openView('Bedrock Tally');
    await tally.workbench.runCommand('Bedrock Tally: Refresh');
    await tally.workbench.treeItem('Profiles', 'Mine');
    return machine;
  }

  get workbench(): Workbench {
    return this.tally.workbench;
  }

  get section(): Section {
    return new Section(this.workbench);
  }

  arn(name: string): string {
    return this.profiles.get(name) ?? '';
  }

  /** Does something in Cline's own settings, and waits until it would invoke what it should. */
  async choose(set: Readonly<Record<string, unknown>>, invokes: unknown): Promise<void> {
    this.files.write(CLINE_DO, { set });
    await until(() => Promise.resolve<unknown>(this.files.json(CLINE_INVOKES)), invokes);
  }

  /** From Cline's row to the question that shows the change. */
  async begin(name: string): Promise<void> {
    const { quickInput } = this.workbench;
    await this.section.clear();
    await this.section.chooseProfileFor('Cline');
    await quickInput.pick(name);
    await quickInput.waitFor('Use in Cline: Profiles');
    await quickInput.pick(`Only ${name}`);
  }
}

function inWindow(options: TallyOptions): () => Machine {
  let machine: Machine | undefined;
  before(async () => {
    machine = await Machine.open(options);
  });
  after(async () => machine?.tally.close());
  recordFailures(() => [machine?.workbench]);
  afterEach('closes what a failed test has left open', async () => {
    await machine?.workbench.quickInput.cancel();
  });
  return () => {
    assert.ok(machine);
    return machine;
  };
}

describe('Cline’s older bundle', () => {
  const open = inWindow({
    files: (home) => furnishWithCline(home),
    machineSettings: { 'cline.rollout.bundleOverride': 'legacy' },
  });

  it('is seen not to cache prompts, where that is not ticked', async () => {
    const { files, section, workbench } = open();
    const arn = open().arn(SMALL);
    const mode = (name: string) => ({
      [`${name}ModeApiProvider`]: 'bedrock',
      [`${name}ModeApiModelId`]: arn,
      [`${name}ModeAwsBedrockCustomSelected`]: true,
      [`${name}ModeAwsBedrockCustomModelBaseId`]: HAIKU,
    });
    const region = 'us-east-1';
    await open().choose(
      { ...mode('act'), ...mode('plan'), awsRegion: region, awsUseProfile: true, awsProfile: 'acme-dev' },
      { provider: 'bedrock', model: arn, region },
    );
    await until(() => section.stateOf('Cline'), `prompt caching off: ${SMALL}`);
    await workbench.screenshot('agents-cline-caching-off');
    assert.equal(files.json(CLINE).awsBedrockUsePromptCache, undefined);
  });

  it('is not offered first what its models would refuse, neither of my profiles nor of new ones', async () => {
    const { workbench, section } = open();
    const { quickInput } = workbench;
    await section.clear();
    await section.chooseProfileFor('Cline');
    const mine = (await quickInput.items()).filter(({ label }) => label.startsWith('platform-jane-doe'));
    const refused = mine.map(({ description }) => description.includes('may refuse Cline’s requests'));
    assert.ok(refused.includes(true) && refused.includes(false), JSON.stringify(mine));
    assert.deepEqual(refused, [...refused].sort(), 'those come last');
    await workbench.screenshot('agents-cline-choose');
    await quickInput.cancel();
    await workbench.runCommand('bedrockTally.createProfile');
    await quickInput.waitFor(/Create My Profile: Model/);
    const [first] = (await quickInput.items()).filter(({ detail }) => detail.includes('anthropic.'));
    assert.doesNotMatch(first?.description ?? 'may refuse', /may refuse/);
    await workbench.screenshot('agents-cline-wizard');
    await quickInput.cancel();
  });

  it('is set with caching, waits for the reload, and says no word of the other bundle', async () => {
    const { workbench, section, files } = open();
    await open().begin(SMALL);
    await workbench.quickInput.waitFor(`Use ${SMALL} in Cline`);
    const rows = await workbench.quickInput.items();
    const texts = rows.map(({ label, description, detail }) => `${label} ${description} ${detail}`).join('\n');
    assert.doesNotMatch(texts, /bundleOverride|Temperature may be refused|No prompt caching/);
    await workbench.quickInput.accept();
    await workbench.notification(/Cline is set to/);
    await until(() => section.stateOf('Cline'), `waiting for reload: ${SMALL}`);
    await section.clear();
    await section.pressButton('Cline');
    const message = await workbench.notification(/still uses its previous model in this window/);
    assert.deepEqual(message.buttons, ['Reload Window']);
    await workbench.screenshot('agents-cline-waiting-message');
    await workbench.reload();
    await until(() => section.stateOf('Cline'), SMALL);
    assert.equal(files.json(CLINE).awsBedrockUsePromptCache, true);
  });

  it('is another row than its command line, once another provider is chosen in its settings', async () => {
    const { workbench, section } = open();
    await open().choose(
      { actModeApiProvider: 'openrouter', planModeApiProvider: 'openrouter' },
      { provider: 'openrouter' },
    );
    await until(() => section.stateOf('Cline'), 'another provider: openrouter');
    assert.equal(await section.stateOf('Cline CLI'), SMALL);
    const tip = await workbench.tooltipOf(workbench.statusBarItem(/tok/), 'last 24 hours');
    await tip.getByText(/Cline was set to a profile here, but now uses the provider openrouter/).waitFor();
    await workbench.screenshot('agents-cline-provider');
    await workbench.page.mouse.move(1, 1);
  });

  it('is said to be refused where its profile’s model takes no temperature', async () => {
    const arn = open().arn(MINE);
    await open().choose(
      {
        actModeApiProvider: 'bedrock',
        actModeApiModelId: arn,
        actModeAwsBedrockCustomModelBaseId: 'anthropic.claude-sonnet-5',
      },
      { provider: 'bedrock', model: arn, region: 'us-east-1' },
    );
    await until(() => open().section.stateOf('Cline'), `requests may be refused: ${MINE}`);
    await open().workbench.screenshot('agents-cline-refused');
  });
});

describe('Cline just installed, with AWS_PROFILE alone', () => {
  const open = inWindow({
    files: (home) =>
      furnishWithCline(
        home,
        '[profile work]\nregion = us-east-1\n',
        '[work]\naws_access_key_id = AKIATALLYTEST0000000\naws_secret_access_key = not-a-secret\n',
      ),
    env: { AWS_PROFILE: 'work' },
    machineSettings: { 'bedrockTally.aws.profile': '', 'cline.rollout.bundleOverride': 'next' },
  });

  it('is set to the AWS profile in use and past its welcome pages, and undone', async () => {
    const { workbench, section, files } = open();
    assert.equal(files.read(CLINE_PAGE), 'onboarding');
    assert.equal(await section.stateOf('Cline'), 'not configured for Amazon Bedrock');
    await open().begin(MINE);
    await workbench.quickInput.waitFor(`Use ${MINE} in Cline`);
    await workbench.quickInput.accept();
    await workbench.notification(/Cline is set to/);
    const names = (): unknown => {
      const { providers } = files.json(CLINE_PROVIDERS) as {
        providers: { bedrock: { settings: { aws: { profile: string } } } };
      };
      return [files.json(CLINE).awsProfile, providers.bedrock.settings.aws.profile];
    };
    assert.deepEqual(names(), ['work', 'work']);
    assert.equal(files.json(CLINE).awsBedrockEndpoint, open().tally.aws.url, 'the endpoint of the connection, too');
    await workbench.reload();
    await workbench.notification(/Cline now uses (?!its previous settings)/);
    assert.equal(files.read(CLINE_PAGE), 'chat');
    await until(() => section.stateOf('Cline'), MINE);
    await section.clear();
    await workbench.runCommand('bedrockTally.undoAgentChange');
    await workbench.quickInput.waitFor('Undo Last Change');
    await workbench.quickInput.pick('Cline');
    await (await workbench.dialog()).press('Undo');
    await workbench.notification(/Cline was restored to its previous settings/);
    const { welcomeViewCompleted, awsBedrockEndpoint } = files.json(CLINE);
    assert.deepEqual([welcomeViewCompleted, awsBedrockEndpoint], [false, undefined]);
  });
});

describe('Cline where only keys are in the environment', () => {
  const open = inWindow({
    files: (home) => furnishWithCline(home, '[default]\nregion = us-east-1\n', ''),
    env: { AWS_ACCESS_KEY_ID: 'AKIATALLYTEST0000000', AWS_SECRET_ACCESS_KEY: 'not-a-secret' },
    machineSettings: { 'bedrockTally.aws.profile': '' },
  });

  it('is not set to a name that is not there, and is guided to what works', async () => {
    const { workbench, files } = open();
    const before = files.read(CLINE);
    await open().begin(MINE);
    const message = await workbench.notification(/This agent signs in with a named AWS profile/);
    assert.deepEqual(message.buttons, ['Choose AWS Profile', 'Guided Steps']);
    await workbench.screenshot('agents-cline-keys');
    assert.equal(files.read(CLINE), before);
    await message.press('Guided Steps');
    const frame = await workbench.webviewFrame('Use in Cline');
    await frame
      .getByRole('note')
      .getByText(/uses keys from the environment \(AWS_ACCESS_KEY_ID\)/)
      .waitFor();
    assert.equal(await frame.getByRole('button', { name: 'Copy AWS Profile' }).count(), 0);
    assert.equal(await frame.getByRole('button', { name: 'Set Up Automatically…' }).count(), 0);
    await workbench.screenshot('agents-cline-keys-guide');
  });
});
