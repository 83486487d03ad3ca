/** *IAM policies*: made for this account, to be read and copied. Nothing is ever attached. */

import * as vscode from 'vscode';
import { parseArn } from '../../core/ids';
import { policyJson } from '../../core/policies/document';
import { policyMarkdown } from '../../core/policies/markdown';
import { inputProblems, type PolicyIdentity, type PolicyInput, type PolicySource } from '../../core/policies/input';
import { policyTemplates, TEMPLATE_IDS, type PolicyTemplate, type TemplateId } from '../../core/policies/templates';
import { exact } from '../../core/format';
import { modelId } from '../../core/ids';
import { splitGeo } from '../../core/profiles/models';
import { Problem } from '../../core/problem';
import { myTeamOf, ownerOf, profileSource } from '../../core/profiles/profile';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { BACK, CANCEL, pick } from '../../ui/quickInput/step';
import { askAll, titled } from '../../ui/quickInput/steps';
import { sessionName } from '../../core/connection/sessionName';
import { setting } from '../../ui/settings/settings';
import { extraTags, requiredTags } from '../../ui/settings/tagRules';
import type { Documents } from '../../ui/documents';
import { inputOf, lacksTeam, MEMBER_ATTRIBUTE, type Draft, type Place } from './answers';
import { bestFit, fitting, shutOut, USER_NAME_ATTRIBUTE } from './identityFit';
import { Memory } from './keptAnswers';
import { questionsFor, type Known } from './questions';
import { problemText, templateText } from './messages';
import { window } from '../../ui/window';

const { l10n } = vscode;

export interface PolicyDeps {
  readonly store: Store;
  readonly list: () => Promise<void>;
}

/** What profiles here are copied from, each once. */
function sourcesInUse({ profiles }: Snapshot): readonly PolicySource[] {
  const found = new Map<string, PolicySource>();
  for (const profile of profiles.value?.profiles ?? []) {
    const { id, model: known } = profileSource(profile);
    if (id === undefined) continue;
    const { geo, model } = splitGeo(id, known);
    found.set(id, { id, model: modelId(model), kind: geo === undefined ? 'foundation-model' : 'system-profile' });
  }
  return [...found.values()];
}

/** A role of Identity Center's is known by its name. */
const cameBySso = (arn: string): boolean => arn.includes('/AWSReservedSSO_');

const BY_ADDRESS = { kind: 'identity-center', memberAttribute: MEMBER_ATTRIBUTE } as const;
const BY_USER_NAME = { kind: 'identity-center', memberAttribute: USER_NAME_ATTRIBUTE } as const;
const BY_ID = { kind: 'userid' } as const;

/** How developers are told apart, as most member tags here show it; where they show nothing, as the caller signed in. */
function likelyIdentity({ ownership, profiles, caller }: Snapshot): Pick<Draft, 'identity' | 'memberAttribute'> {
  const all = profiles.value?.profiles ?? [];
  const best = cameBySso(caller.value?.arn ?? '')
    ? bestFit<PolicyIdentity>([BY_ADDRESS, BY_USER_NAME, BY_ID], all, ownership.keys)
    : bestFit<PolicyIdentity>([BY_ID, BY_ADDRESS, BY_USER_NAME], all, ownership.keys);
  return {
    identity: best.kind,
    memberAttribute: best.kind === 'userid' ? MEMBER_ATTRIBUTE : (best.memberAttribute ?? MEMBER_ATTRIBUTE),
  };
}

/** What is offered first. */
function startFor(template: TemplateId, snapshot: Snapshot): Draft {
  const { ownership, profiles, choice } = snapshot;
  return {
    template,
    ...likelyIdentity(snapshot),
    team: { from: 'name', text: myTeamOf(profiles.value?.profiles ?? [], ownership) ?? '' },
    regions: choice === undefined ? [] : [choice.region],
    sources: 'all',
    money: [],
    exceptRoles: '',
    scpFor: 'account',
    refuseUntagged: false,
    refuseDelegated: false,
  };
}

function knownOf({ profiles, ownership, caller }: Snapshot, sources: readonly PolicySource[]): Known {
  const teams = (profiles.value?.profiles ?? []).flatMap((profile) => ownerOf(profile, ownership.keys).team ?? []);
  const all = profiles.value?.profiles ?? [];
  return {
    teams: [...new Set(teams)].sort(),
    profiles: all.length,
    fitting: (identity) => fitting(all, ownership.keys, identity),
    partition: parseArn(caller.value?.arn ?? '')?.partition ?? 'aws',
    sourcesInUse: sources.length,
  };
}

/** The account and the settings as they are now. */
const placeOf = (
  { caller, ownership }: Snapshot,
  { partition }: Known,
  sourcesInUse: readonly PolicySource[],
): Place => ({
  account: caller.value?.account ?? '',
  partition,
  tagKeys: ownership.keys,
  allowedRegions: setting('residency.allowedRegions'),
  extraTags: extraTags(),
  requiredTags: requiredTags(),
  sourcesInUse,
  userId: caller.value?.userId ?? '',
  session: sessionName(caller.value),
});

/** The chosen policy, or why it cannot be made. */
function make(draft: Draft, input: PolicyInput): PolicyTemplate | string {
  const policy = policyTemplates(input).find(({ id }) => id === draft.template);
  if (policy !== undefined && !lacksTeam(draft)) return policy;
  const [problem] = inputProblems(input).filter(({ code }) => code !== 'no-team' || lacksTeam(draft));
  return problem === undefined ? l10n.t('No policy can be made of this.') : problemText(problem);
}

async function askTemplate(sample: boolean, last: TemplateId | undefined): Promise<TemplateId | undefined> {
  const picked = await pick<TemplateId>({
    title: titled(l10n.t('IAM Policies'), sample),
    step: 0,
    of: 0,
    placeholder: l10n.t('Whom is the policy for? It is only shown, never attached.'),
    items: TEMPLATE_IDS.map((id) => {
      const { title, detail } = templateText(id);
      return { label: title, detail, value: id };
    }),
    ...(last === undefined ? {} : { active: last }),
  });
  return picked === BACK || picked === CANCEL ? undefined : picked;
}

/** How many of the profiles here a developer's policy would shut out. */
function shutOutText(
  { template }: Draft,
  { identity }: PolicyInput,
  { profiles, ownership }: Snapshot,
): string | undefined {
  const all = profiles.value?.profiles ?? [];
  const out = template === 'developer' ? shutOut(all, ownership.keys, identity) : undefined;
  const [first] = out ?? [];
  if (out === undefined || first === undefined) return undefined;
  return l10n.t(
    'It would shut out the owners of {0} of the {1} profiles listed here, such as {2} with {3}.',
    out.length,
    all.length,
    first.name,
    ownerOf(first, ownership.keys).member ?? l10n.t('no such tag'),
  );
}

function markdownOf(policy: PolicyTemplate, misfits: string | undefined): string {
  return policyMarkdown(policy, {
    title: l10n.t('IAM policy: {0}', templateText(policy.id).title),
    warnings: misfits === undefined ? [] : [misfits],
    introduction: policy.size.exceeded ? attachText(policy) : `${attachText(policy)} ${sizeText(policy)}`,
    notes: l10n.t('Before you attach it'),
    statements: l10n.t('What it says'),
    document: l10n.t('The policy'),
    // The sentences of core stand in the translations as they are.
    sentence: ({ sentence, values }) => l10n.t(sentence, ...values),
    tooLong: (size, most) => tooLongText(size, most),
  });
}

const attachText = ({ kind }: PolicyTemplate): string =>
  kind === 'scp'
    ? l10n.t(
        'Attach it in AWS Organizations as a service control policy. It does not bind the organization’s management account.',
      )
    : l10n.t('Attach it in IAM to a user, group or role, or put it into a permission set.');

function sizeText({ kind, size }: PolicyTemplate): string {
  const [bytes, limit] = [size.bytes, size.limit].map((count) => exact(count, vscode.env.language));
  return kind === 'scp'
    ? l10n.t(
        '{0} of {1} characters that AWS takes, as its button copies it: without the spaces and line breaks shown here, which AWS counts.',
        bytes ?? '',
        limit ?? '',
      )
    : l10n.t(
        '{0} of {1} characters that AWS takes of a managed policy, spaces and line breaks not counted.',
        bytes ?? '',
        limit ?? '',
      );
}

const tooLongText = (size: number, most: number): string =>
  l10n.t(
    'It is too long: {0} characters, and AWS takes {1}. Choose fewer Regions, models or permissions.',
    exact(size, vscode.env.language),
    exact(most, vscode.env.language),
  );

/** Shows it, and offers to copy it. Answers whether another one is wanted. */
async function show(policy: PolicyTemplate, misfits: string | undefined, documents: Documents): Promise<boolean> {
  const json = policyJson(policy);
  const { title } = templateText(policy.id);
  const { bytes, limit, exceeded } = policy.size;
  await documents.show(l10n.t('IAM Policy {0}', title), {
    text: markdownOf(policy, misfits),
    copy: json,
  });
  const copy = l10n.t('Copy JSON');
  const another = l10n.t('Another Policy');
  const ready = l10n.t('The policy “{0}” is ready. It is not attached to anything.', title);
  const chosen = exceeded
    ? await window.showWarningMessage(tooLongText(bytes, limit), another)
    : misfits !== undefined
      ? await window.showWarningMessage(`${ready} ${misfits}`, copy, another)
      : await window.showInformationMessage(ready, copy, another);
  if (chosen === copy) await vscode.env.clipboard.writeText(json);
  return chosen === another;
}

/** Makes sure that the account is known; listing the profiles may be what is denied. */
async function accountOf({ store, list }: PolicyDeps): Promise<void> {
  if (store.snapshot.caller.value === undefined) await list();
  const { caller } = store.snapshot;
  if (caller.value === undefined) throw caller.problem ?? new Problem('no-credentials');
}

export async function showPolicies(deps: PolicyDeps, documents: Documents): Promise<void> {
  await accountOf(deps);
  const answers = new Memory();
  let template: TemplateId | undefined;
  for (let again = true; again;) {
    const { snapshot } = deps.store;
    template = await askTemplate(snapshot.sample, template);
    if (template === undefined) return;
    const used = sourcesInUse(snapshot);
    const known = knownOf(snapshot, used);
    const title = (about: string): string => titled(l10n.t('IAM Policy: {0}', about), snapshot.sample);
    const questions = answers.over(questionsFor(template, known, answers.keep));
    const draft = await askAll(title, startFor(template, snapshot), questions);
    if (draft === CANCEL) return;
    if (draft === BACK) continue;
    const input = inputOf(draft, placeOf(snapshot, known, used));
    const policy = make(draft, input);
    const misfits = shutOutText(draft, input, snapshot);
    if (typeof policy !== 'string') again = await show(policy, misfits, documents);
    else again = (await window.showWarningMessage(policy, l10n.t('Try Again'))) !== undefined;
  }
}
