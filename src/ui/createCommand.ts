/** *Create my profile*: gathers what the wizard needs, runs it, and shows what came of it. */

import * as vscode from 'vscode';
import { COMMANDS } from '../contract';
import { isCancelled, type Problem } from '../core/problem';
import { matchesTags, type Profile } from '../core/profile';
import type { Ledger } from '../ledger/ledger';
import { isClineInstalled } from './agents/clineBundle';
import { unusableInCline } from './agents/unusable';
import type { KnownForms } from './create/formStep';
import { runWizard, type WizardContext, type WizardOptions } from './create/wizard';
import type { Identity } from './identity';
import { remedyFor } from './sentences';
import { showProblem } from './showProblem';
import { setSetting, setting, userSetting } from './settings';
import { window } from './window';

export { askSet } from './agents/setStep';

const { l10n } = vscode;

export interface CreateDeps {
  readonly ledger: Ledger;
  readonly identity: Identity;
  /** Makes sure of a connection; false when there is none and the view says why. */
  readonly connected: () => Promise<boolean>;
  readonly reveal: (profile: Profile) => Promise<void>;
  readonly onOwner: () => void;
  readonly onProblem: (problem: Problem) => void;
}

/** A list that is younger needs no new look before the wizard starts: creating looks again anyway. */
const FRESH_MS = 60_000;

export class CreateCommand {
  readonly #deps: CreateDeps;
  #running = false;

  constructor(deps: CreateDeps) {
    this.#deps = deps;
  }

  /** One wizard at a time: a second click brings nothing new. */
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
      return this.#offer(result.profile, l10n.t('{0} is yours already.', result.profile.name));
    const { ledger, identity } = this.#deps;
    const { profile, found } = result.created;
    await identity.remember(result.member, ledger.snapshot.caller.value, ledger.snapshot.sample);
    this.#deps.onOwner();
    await this.#offer(
      profile,
      found
        ? l10n.t('{0} had been created before and is used again.', profile.name)
        : l10n.t('{0} is created. Point your agent at it.', profile.name),
    );
  }

  async #prepare(): Promise<WizardContext | undefined> {
    const { ledger, identity, onProblem } = this.#deps;
    await Promise.all([identity.load(), ledger.ensureProfiles(FRESH_MS)]);
    this.#deps.onOwner();
    const { caller, profiles, sample } = ledger.snapshot;
    const cloud = await ledger.cloud();
    const me = caller.value;
    const { connection } = ledger;
    if (cloud === undefined || me === undefined) return undefined;
    return {
      cloud,
      create: (plan) => ledger.create(plan, me, new AbortController().signal, connection),
      profiles: profiles.value?.profiles ?? [],
      options: {
        ...wizardOptions(ledger, identity.suggestions(me, sample)),
        unusable: await unusableInCline(sample),
      },
      forms: new Forms(!sample),
      onProblem,
    };
  }

  /** Leads into *Connect to AWS* where choosing something there helps, and otherwise shows why there is no connection. */
  async #connect(): Promise<boolean> {
    const { ledger } = this.#deps;
    const before = ledger.snapshot.caller.problem;
    if (before === undefined) return false;
    const { command } = remedyFor(before);
    if (command === COMMANDS.connect || command === COMMANDS.chooseRegion) {
      await vscode.commands.executeCommand(command);
      const { caller } = ledger.snapshot;
      if (caller.value !== undefined) return true;
      // The user has left the choice as it was, and knows.
      if (caller.problem === before) return false;
    }
    const { problem } = ledger.snapshot.caller;
    if (problem !== undefined) showProblem(problem);
    return false;
  }

  async #offer(profile: Profile, sentence: string): Promise<void> {
    await this.#deps.reveal(profile);
    const { sample, ownership } = this.#deps.ledger.snapshot;
    const hidden = matchesTags(profile, ownership.filter) ? '' : l10n.t('The list’s tag filter hides it.');
    const text = [sample ? l10n.t('Sample data:') : '', sentence, hidden].filter((part) => part !== '').join(' ');
    // Without Cline in this window it is any agent that was found.
    const agent = isClineInstalled() ? { agent: 'cline' } : {};
    const use = isClineInstalled() ? l10n.t('Use in Cline') : l10n.t('Use in an Agent');
    const guide = l10n.t('Guided Steps');
    const copy = l10n.t('Copy ARN');
    // Not awaited: the wizard is over, and the message may stay for as long as the user likes.
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

/** The forms of the settings, and those that are given in the wizard. */
class Forms implements KnownForms {
  table = setting('tags.replacements');

  constructor(readonly keeps: boolean) {}

  async give(text: string, form: string): Promise<void> {
    this.table = { ...this.table, [text]: form };
    if (this.keeps) await setSetting('tags.replacements', { ...userSetting('tags.replacements'), [text]: form });
  }
}

function wizardOptions(ledger: Ledger, members: readonly string[]): WizardOptions {
  const { keys, myNames } = ledger.snapshot.ownership;
  return {
    keys,
    myNames,
    team: setting('me.team'),
    member: ledger.snapshot.sample ? '' : setting('me.member'),
    members,
    templates: { name: setting('create.nameTemplate'), description: setting('create.descriptionTemplate') },
    extraTags: setting('create.extraTags'),
    requiredTags: setting('create.requiredTags'),
    allowedRegions: setting('residency.allowedRegions'),
    outside: setting('residency.outside'),
    sample: ledger.snapshot.sample,
  };
}
