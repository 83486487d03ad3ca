/** *Show IAM Policies*: policies made for this account, to be read and copied. Nothing is ever attached. */

import * as vscode from 'vscode';
import { policyJson } from '../../core/policies/document';
import { inputProblems, type PolicyIdentity, type PolicyInput, type PolicySource } from '../../core/policies/input';
import { policyTemplates, type PolicyTemplate } from '../../core/policies/templates';
import { modelId, parseArn } from '../../core/ids';
import { splitGeo } from '../../core/profiles/models';
import { Problem } from '../../core/problem';
import { myTeamOf, ownerOf, profileSource } from '../../core/profiles/profile';
import type { Store } from '../../store/store';
import { listedProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { isUnanswered, type Answer } from '../../ui/quickInput/answer';
import { askInSteps } from '../../ui/quickInput/steps';
import { sessionName } from '../../core/connection/sessionName';
import { setting } from '../../ui/settings/settings';
import { extraTags, requiredTags } from '../../ui/settings/tagRules';
import type { Documents } from '../../ui/documents';
import { inputOf, lacksTeam, MEMBER_ATTRIBUTE, type PolicyAccount, type PolicyAnswers } from './answers';
import { explanationText, noteText } from './explanationMessages';
import { bestIdentity, fittingCount, lockedOut, USER_NAME_ATTRIBUTE } from './identityFit';
import { attachText, lockedOutText, problemText, sizeText, templateText, tooLongText } from './messages';
import { policyMarkdown } from './policyMarkdown';
import { policyQuestions, type AccountFacts } from './questions';
import { window } from '../../ui/window';

const { l10n } = vscode;

export interface PolicyDeps {
  readonly store: Store;
  readonly list: () => Promise<void>;
}

/** What the listed profiles are copied from, each once. */
function sourcesInUse({ profiles }: Snapshot): readonly PolicySource[] {
  const found = new Map<string, PolicySource>();
  for (const profile of listedProfiles({ profiles })) {
    const { id, model: known } = profileSource(profile);
    if (id === undefined) continue;
    const { geo, model } = splitGeo(id, known);
    found.set(id, { id, model: modelId(model), kind: geo === undefined ? 'foundation-model' : 'system-profile' });
  }
  return [...found.values()];
}

/** Roles of Identity Center have this name. */
const isIdentityCenterRole = (arn: string): boolean => arn.includes('/AWSReservedSSO_');

const BY_EMAIL = { kind: 'identity-center', memberAttribute: MEMBER_ATTRIBUTE } as const;
const BY_USER_NAME = { kind: 'identity-center', memberAttribute: USER_NAME_ATTRIBUTE } as const;
const BY_USERID = { kind: 'userid' } as const;

/** The identity mapping that most member tags fit; where they show nothing, the one by which the caller signed in. */
function likelyIdentity({
  ownership,
  profiles,
  caller,
}: Snapshot): Pick<PolicyAnswers, 'identity' | 'memberAttribute'> {
  const all = listedProfiles({ profiles });
  const best = isIdentityCenterRole(caller.value?.arn ?? '')
    ? bestIdentity<PolicyIdentity>([BY_EMAIL, BY_USER_NAME, BY_USERID], all, ownership.keys)
    : bestIdentity<PolicyIdentity>([BY_USERID, BY_EMAIL, BY_USER_NAME], all, ownership.keys);
  return {
    identity: best.kind,
    memberAttribute: best.kind === 'userid' ? MEMBER_ATTRIBUTE : (best.memberAttribute ?? MEMBER_ATTRIBUTE),
  };
}

/** The answers that are offered first. */
function startFor(snapshot: Snapshot): PolicyAnswers {
  const { ownership, profiles, choice } = snapshot;
  return {
    template: 'developer',
    ...likelyIdentity(snapshot),
    team: { from: 'name', text: myTeamOf(listedProfiles({ profiles }), ownership) ?? '' },
    regions: choice === undefined ? [] : [choice.region],
    sources: 'all',
    costGroups: [],
    exceptRoles: '',
    scpFor: 'account',
    denyUntagged: false,
    denyOtherModels: false,
  };
}

function factsOf({ profiles, ownership, caller }: Snapshot, sources: readonly PolicySource[]): AccountFacts {
  const teams = listedProfiles({ profiles }).flatMap((profile) => ownerOf(profile, ownership.keys).team ?? []);
  const all = listedProfiles({ profiles });
  return {
    teams: [...new Set(teams)].sort(),
    profiles: all.length,
    fitting: (identity) => fittingCount(all, ownership.keys, identity),
    partition: parseArn(caller.value?.arn ?? '')?.partition ?? 'aws',
    sourcesInUse: sources.length,
  };
}

/** The account and the current settings. */
const accountOf = (
  { caller, ownership }: Snapshot,
  { partition }: AccountFacts,
  sourcesInUse: readonly PolicySource[],
): PolicyAccount => ({
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
function make(answers: PolicyAnswers, input: PolicyInput): PolicyTemplate | string {
  const policy = policyTemplates(input).find(({ id }) => id === answers.template);
  if (policy !== undefined && !lacksTeam(answers)) return policy;
  const [problem] = inputProblems(input).filter(({ code }) => code !== 'no-team' || lacksTeam(answers));
  return problem === undefined ? l10n.t('No policy can be created from these answers.') : problemText(problem);
}

/** How many of the listed profiles a developer's policy would lock out; undefined where it locks out none. */
function lockedOutWarning(
  { template }: PolicyAnswers,
  { identity }: PolicyInput,
  { profiles, ownership }: Snapshot,
): string | undefined {
  if (template !== 'developer') return undefined;
  const all = listedProfiles({ profiles });
  const [first, ...others] = lockedOut(all, ownership.keys, identity) ?? [];
  if (first === undefined) return undefined;
  return lockedOutText(others.length + 1, all.length, first.name, ownerOf(first, ownership.keys).member);
}

function markdownOf(policy: PolicyTemplate, warning: string | undefined): string {
  const { size, notes, explanations, document } = policy;
  const warnings = [...(size.exceeded ? [tooLongText(size)] : []), ...(warning === undefined ? [] : [warning])];
  return policyMarkdown(document, {
    title: l10n.t('IAM policy: {0}', templateText(policy.id).title),
    warnings,
    introduction: size.exceeded ? attachText(policy) : `${attachText(policy)} ${sizeText(policy)}`,
    notesHeading: l10n.t('Before you attach it'),
    notes: notes.map(noteText),
    statementsHeading: l10n.t('Statements'),
    statements: explanations.map((explanation) => ({ sid: explanation.sid, sentence: explanationText(explanation) })),
    documentHeading: l10n.t('Policy document'),
  });
}

/** Shows a policy, and offers to copy it. Answers whether another one is wanted. */
async function show(policy: PolicyTemplate, warning: string | undefined, documents: Documents): Promise<boolean> {
  const json = policyJson(policy);
  const { title } = templateText(policy.id);
  await documents.show(l10n.t('IAM Policy {0}', title), {
    text: markdownOf(policy, warning),
    copy: json,
  });
  const copy = l10n.t('Copy JSON');
  const another = l10n.t('Another Policy');
  const ready = l10n.t('The policy “{0}” is ready. It is not attached to anything.', title);
  const chosen = policy.size.exceeded
    ? await window.showWarningMessage(tooLongText(policy.size), another)
    : warning !== undefined
      ? await window.showWarningMessage(`${ready} ${warning}`, copy, another)
      : await window.showInformationMessage(ready, copy, another);
  if (chosen === copy) await vscode.env.clipboard.writeText(json);
  return chosen === another;
}

/** Loads the account and lists the profiles, which may be denied. */
async function loadAccount({ store, list }: PolicyDeps): Promise<void> {
  if (store.snapshot.caller.value === undefined) await list();
  const { caller } = store.snapshot;
  if (caller.value === undefined) throw caller.problem ?? new Problem('no-credentials');
}

/** *Show IAM Policies*. What was answered is offered again for the next policy. */
export async function showPolicies(deps: PolicyDeps, documents: Documents): Promise<void> {
  await loadAccount(deps);
  let answers: PolicyAnswers | undefined;
  for (let again = true; again;) {
    const { snapshot } = deps.store;
    const sources = sourcesInUse(snapshot);
    const facts = factsOf(snapshot, sources);
    const chosen: Answer<PolicyAnswers> = await askInSteps({
      title: (about) => l10n.t('IAM Policy: {0}', about),
      sample: snapshot.sample,
      start: answers ?? startFor(snapshot),
      questions: policyQuestions(facts),
    });
    if (isUnanswered(chosen)) return;
    answers = chosen;
    const input = inputOf(answers, accountOf(snapshot, facts, sources));
    const policy = make(answers, input);
    again =
      typeof policy === 'string'
        ? (await window.showWarningMessage(policy, l10n.t('Try Again'))) !== undefined
        : await show(policy, lockedOutWarning(answers, input, snapshot), documents);
  }
}
