/** *Create My Profile*: loads what the wizard needs, runs it, and shows its result. */

import * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import { isCancelled, type Problem } from '../../core/problem';
import { matchesTags, type Profile } from '../../core/profiles/profile';
import type { Store } from '../../store/store';
import { isClineInstalled } from '../../ui/clineBundle';
import { unsupportedInCline } from '../../ui/unsupportedModels';
import type { Replacements, WizardContext, WizardOptions } from './context';
import { runWizard } from './wizard';
import type { Identity } from '../connection/register';
import { problemRemedy } from '../../ui/messages/problems';
import { showProblem } from '../../ui/showProblem';
import { setSetting, setting, userSetting } from '../../ui/settings/settings';
import { window } from '../../ui/window';
import { paragraph } from '../../ui/messages/paragraph';
import { listedProfiles } from '../../store/selectors';

const { l10n } = vscode;

export interface CreateDeps {
  readonly store: Store;
  readonly identity: Identity;
  /** Makes sure of a connection; false when there is none and the view shows why. */
  readonly connected: () => Promise<boolean>;
  readonly reveal: (profile: Profile) => Promise<void>;
  readonly onProblem: (problem: Problem) => void;
}

/** A list younger than this is not loaded again before the wizard starts: creating checks for itself. */
const FRESH_MS = 60_000;

export class CreateCommand {
  readonly #deps: CreateDeps;
  #running = false;

  constructor(deps: CreateDeps) {
    this.#deps = deps;
  }

  /** Does nothing while a wizard is open. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      await this.#run();
    } catch (error) {
      if (!isCancelled(error)) showProblem(error);
    } finally {
      this.#running = false;
    }
  }

  async #run(): Promise<void> {
    if (!(await whileLoading(() => this.#deps.connected())) && !(await this.#connect())) return;
    const context = await whileLoading(() => this.#prepare());
    if (context === undefined) return;
    const result = await runWizard(context);
    if (result === undefined) return;
    if (result.kind === 'existing')
      return this.#offer(result.profile, l10n.t('{0} is already yours.', result.profile.name));
    const { store, identity } = this.#deps;
    const { profile, found } = result.created;
    await identity.remember(result.member, store.snapshot.caller.value, store.snapshot.sample);
    await this.#offer(
      profile,
      found
        ? l10n.t('{0} already existed and is used again.', profile.name)
        : l10n.t('{0} was created. Use it in your agent.', profile.name),
    );
  }

  async #prepare(): Promise<WizardContext | undefined> {
    const { store, identity, onProblem } = this.#deps;
    await Promise.all([identity.load(), store.refresh('profiles', { maxAge: FRESH_MS })]);
    const { caller, profiles, sample } = store.snapshot;
    const aws = await store.aws();
    const me = caller.value;
    const { connection } = store;
    if (aws === undefined || me === undefined) return undefined;
    return {
      aws,
      create: (plan) => store.create(plan, me, new AbortController().signal, connection),
      profiles: listedProfiles({ profiles }),
      options: {
        ...wizardOptions(store, identity.suggestedMembers(me, sample)),
        unsupported: await unsupportedInCline(sample),
      },
      replacements: new SettingReplacements(!sample),
      onProblem,
    };
  }

  /** Runs *Connect to AWS* where another choice may help, and otherwise shows why there is no connection. */
  async #connect(): Promise<boolean> {
    const { store } = this.#deps;
    const before = store.snapshot.caller.problem;
    if (before === undefined) return false;
    const { command } = problemRemedy(before);
    if (command === COMMANDS.connect || command === COMMANDS.chooseRegion) {
      await vscode.commands.executeCommand(command);
      const { caller } = store.snapshot;
      if (caller.value !== undefined) return true;
      // The user has left the choice as it was, and has seen why it does not work.
      if (caller.problem === before) return false;
    }
    const { problem } = store.snapshot.caller;
    if (problem !== undefined) showProblem(problem);
    return false;
  }

  async #offer(profile: Profile, sentence: string): Promise<void> {
    await this.#deps.reveal(profile);
    const { sample, ownership } = this.#deps.store.snapshot;
    const hidden = matchesTags(profile, ownership.filter) ? '' : l10n.t('The tag filter hides it from the list.');
    const text = paragraph(sample ? l10n.t('Sample data: {0}', sentence) : sentence, hidden);
    // Without Cline in this window, the command asks which agent.
    const agent = isClineInstalled() ? { agent: 'cline' } : {};
    const use = isClineInstalled() ? l10n.t('Use in Cline') : l10n.t('Use in an Agent');
    const guide = l10n.t('Guided Steps');
    const copy = l10n.t('Copy ARN');
    // Not awaited: the notification may stay open for long.
    void window.showInformationMessage(text, use, guide, copy).then((choice) => {
      if (choice === use) void vscode.commands.executeCommand(COMMANDS.useInAgent, { ...agent, profile });
      if (choice === guide) void vscode.commands.executeCommand(COMMANDS.useInCline, { profile });
      if (choice === copy) void vscode.commands.executeCommand(COMMANDS.copyArn, { profile });
    });
  }
}

const whileLoading = <Value>(work: () => Promise<Value>): Thenable<Value> =>
  window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Bedrock Tally: Loading profiles…') },
    work,
  );

/** The replacements of the settings, and those that are added in the wizard. */
class SettingReplacements implements Replacements {
  table = setting('tags.replacements');

  constructor(readonly areSaved: boolean) {}

  async add(text: string, replacement: string): Promise<void> {
    this.table = { ...this.table, [text]: replacement };
    if (!this.areSaved) return;
    await setSetting('tags.replacements', { ...userSetting('tags.replacements'), [text]: replacement });
  }
}

function wizardOptions(store: Store, members: readonly string[]): WizardOptions {
  const { keys, myNames } = store.snapshot.ownership;
  return {
    keys,
    myNames,
    team: setting('me.team'),
    member: store.snapshot.sample ? '' : setting('me.member'),
    members,
    templates: { name: setting('create.nameTemplate'), description: setting('create.descriptionTemplate') },
    extraTags: setting('create.extraTags'),
    requiredTags: setting('create.requiredTags'),
    allowedRegions: setting('residency.allowedRegions'),
    outside: setting('residency.outside'),
    sample: store.snapshot.sample,
  };
}
