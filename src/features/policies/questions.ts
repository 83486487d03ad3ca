/** What a policy has to know, asked only where it matters to the chosen one. */

import { InputBoxValidationSeverity, l10n } from 'vscode';
import { legalTagKey } from '../../core/profiles/nameRules';
import type { PolicyIdentity } from '../../core/policies/input';
import type { MoneyGroup } from '../../core/policies/permissions';
import { moneyChoices, type TemplateId } from '../../core/policies/templates';
import { BEDROCK_REGIONS } from '../../core/connection/regions';
import { BACK, CANCEL, input, pick, type Answer, type Item } from '../../ui/quickInput/step';
import type { Question } from '../../ui/quickInput/steps';
import { regionText } from '../../ui/labels';
import { MEMBER_ATTRIBUTE, rolesOf, TEAM_ATTRIBUTE, type Draft, type TeamChoice } from './answers';
import { USER_NAME_ATTRIBUTE } from './identityFit';
import { pickMany } from '../../ui/quickInput/pickMany';
import { moneyText } from './messages';

/** What is known of the account. */
export interface Known {
  readonly teams: readonly string[];
  readonly partition: string;
  readonly sourcesInUse: number;
  /** How many profiles are listed here, and how many of them an identity fits; undefined where their tags do not show it. */
  readonly profiles: number;
  readonly fitting: (identity: PolicyIdentity) => number | undefined;
}

type Ask = Question<Draft>;

/** Takes what was chosen in a step that is left by Back. */
export type Keep = (part: Partial<Draft>) => void;

function passed<Value>(answer: Answer<Value>, as: (value: Value) => Partial<Draft>): Answer<Partial<Draft>> {
  if (answer === BACK) return BACK;
  return answer === CANCEL ? CANCEL : as(answer);
}

/** A name that AWS takes as the key of a session's attribute, as it takes a tag's key. */
const isAttribute = (text: string): boolean => text !== '' && legalTagKey(text).value === text;

const USERID = Symbol('aws:userid');
/** An attribute's name, or the session's id. */
type MemberAnswer = string | typeof USERID;

function fitText(identity: PolicyIdentity, { profiles, fitting }: Known): { readonly description?: string } {
  const count = fitting(identity);
  if (count === undefined || profiles === 0) return {};
  return { description: l10n.t('fits {0} of the {1} profiles listed here', count, profiles) };
}

const memberRow = (attribute: string, known: Known): Item<MemberAnswer> => ({
  label: l10n.t('Identity Center’s attribute {0}', attribute),
  ...fitText({ kind: 'identity-center', memberAttribute: attribute }, known),
  detail: l10n.t('The member tag must equal it. Needs “Attributes for access control” to be switched on.'),
  value: attribute,
});

const askIdentity = (known: Known): Ask => ({
  about: l10n.t('Who Is Who'),
  ask: async ({ identity, memberAttribute }, step) => {
    const offered = [...new Set([memberAttribute, MEMBER_ATTRIBUTE, USER_NAME_ATTRIBUTE])];
    return passed(
      await pick<MemberAnswer>({
        ...step,
        placeholder: l10n.t('How IAM tells one developer from another: choose, or type another attribute’s name'),
        items: [
          ...offered.map((attribute) => memberRow(attribute, known)),
          {
            label: 'aws:userid',
            ...fitText({ kind: 'userid' }, known),
            detail: l10n.t('The member tag has to be the whole id. Safe where nobody can choose a session’s name.'),
            value: USERID,
          },
        ],
        typed: (text) => (isAttribute(text) && !offered.includes(text) ? [memberRow(text, known)] : []),
        active: identity === 'userid' ? USERID : memberAttribute,
      }),
      (answer) =>
        answer === USERID ? { identity: 'userid' } : { identity: 'identity-center', memberAttribute: answer },
    );
  },
});

const teamRow = (text: string): Item<TeamChoice> => ({ label: text, value: { from: 'name', text } });

const teamAttributeRow = (text: string): Item<TeamChoice> => ({
  label: l10n.t('Identity Center’s attribute {0}', text),
  detail: l10n.t('One policy for every team: a developer’s team is what the attribute says.'),
  value: { from: 'attribute', text },
});

const anyTeamRow: Item<TeamChoice> = {
  label: l10n.t('Any team'),
  detail: l10n.t('A developer may then write any team on profiles, and so put the cost on another team.'),
  value: { from: 'anybody', text: '' },
};

const isSameTeam = (a: TeamChoice | undefined, b: TeamChoice): boolean => a?.from === b.from && a.text === b.text;

/** A lead's team is named; a developer's may also be in an attribute, or be left open. */
const askTeam = ({ teams }: Known): Ask => ({
  about: l10n.t('Team'),
  ask: async ({ template, identity, team }, step) => {
    const isDeveloper = template === 'developer';
    const attributes = isDeveloper && identity === 'identity-center';
    const chosen = team.from === 'attribute' ? team.text : TEAM_ATTRIBUTE;
    const items = [
      ...teams.map(teamRow),
      ...(attributes ? [...new Set([chosen, TEAM_ATTRIBUTE])].map(teamAttributeRow) : []),
      ...(isDeveloper ? [anyTeamRow] : []),
    ];
    const active = items.find(({ value }) => isSameTeam(value, team))?.value;
    return passed(
      await pick<TeamChoice>({
        ...step,
        placeholder: l10n.t('The team that it is for: choose one, or type another'),
        items,
        typed: (text) => [
          ...(text === '' || teams.includes(text) ? [] : [teamRow(text)]),
          ...(attributes && isAttribute(text) && text !== chosen ? [teamAttributeRow(text)] : []),
        ],
        ...(active === undefined ? {} : { active }),
      }),
      (answer) => ({ team: answer }),
    );
  },
});

const askRegions = ({ partition }: Known, keep: Keep): Ask => ({
  about: l10n.t('Regions'),
  ask: async (draft, step) => {
    const near = Object.keys(BEDROCK_REGIONS).filter((name) => partitionOf(name) === partition);
    const codes = [...new Set([...draft.regions, ...near])];
    return passed(
      await pickMany({
        ...step,
        placeholder: l10n.t('Where profiles are made and invoked'),
        items: codes.map((code) => ({ label: regionText(code), value: code })),
        chosen: draft.regions,
        keep: (regions) => {
          keep({ regions });
        },
      }),
      (regions) => ({ regions }),
    );
  },
});

const askSources = ({ sourcesInUse }: Known): Ask => ({
  about: l10n.t('Models'),
  ask: async (draft, step) =>
    passed(
      await pick<'all' | 'used'>({
        ...step,
        placeholder: l10n.t('What profiles may be made of'),
        items: [
          { label: l10n.t('Every model and system profile'), value: 'all' },
          ...(sourcesInUse === 0
            ? []
            : [
                {
                  label: l10n.t('Only what profiles here are made of now'),
                  description: l10n.t('{0} sources', sourcesInUse),
                  value: 'used' as const,
                },
              ]),
        ],
        active: draft.sources,
      }),
      (sources) => ({ sources }),
    ),
});

const askMoney = (keep: Keep): Ask => ({
  about: l10n.t('Money'),
  ask: async (draft, step) =>
    passed(
      await pickMany<MoneyGroup>({
        ...step,
        placeholder: l10n.t('What else is allowed that has to do with money'),
        items: moneyChoices(draft.template).map((group) => ({ label: moneyText(group), value: group })),
        chosen: draft.money,
        keep: (money) => {
          keep({ money });
        },
      }),
      (money) => ({ money }),
    ),
});

const askAccounts: Ask = {
  about: l10n.t('Accounts'),
  ask: async (draft, step) =>
    passed(
      await pick<Draft['scpFor']>({
        ...step,
        placeholder: l10n.t('For which accounts it is, wherever it is attached'),
        items: [
          { label: l10n.t('This account only'), value: 'account' },
          { label: l10n.t('Every account under it'), value: 'all-accounts' },
        ],
        active: draft.scpFor,
      }),
      (scpFor) => ({ scpFor }),
    ),
};

const askUntagged: Ask = {
  about: l10n.t('Untagged Profiles'),
  ask: async (draft, step) =>
    passed(
      await pick<'no' | 'yes'>({
        ...step,
        placeholder: l10n.t('What happens with profiles whose owner’s tags are missing or empty'),
        items: [
          { label: l10n.t('They may be invoked'), value: 'no' },
          { label: l10n.t('They are refused, too'), value: 'yes' },
        ],
        active: draft.refuseUntagged ? 'yes' : 'no',
      }),
      (answer) => ({ refuseUntagged: answer === 'yes' }),
    ),
};

const askDelegated: Ask = {
  about: l10n.t('Jobs, Agents and Other Models'),
  ask: async (draft, step) =>
    passed(
      await pick<'no' | 'yes'>({
        ...step,
        placeholder: l10n.t('What happens with everything else that runs models and knows no such profiles'),
        items: [
          {
            label: l10n.t('It stays as it is'),
            detail: l10n.t('Jobs and agents run models under roles of their own: their cost is nobody’s by name.'),
            value: 'no',
          },
          {
            label: l10n.t('It is refused, too'),
            detail: l10n.t('Batch jobs, agents, flows, knowledge bases’ answers; imported and custom models.'),
            value: 'yes',
          },
        ],
        active: draft.refuseDelegated ? 'yes' : 'no',
      }),
      (answer) => ({ refuseDelegated: answer === 'yes' }),
    ),
};

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

const askRoles: Ask = {
  about: l10n.t('Exceptions'),
  ask: async (draft, step) =>
    passed(
      await input({
        ...step,
        prompt: l10n.t('ARNs of roles that it leaves alone, with commas between them; empty for none'),
        value: draft.exceptRoles,
        check: (text) => {
          const wrong = rolesOf(text).find((role) => !ROLE.test(role));
          return wrong === undefined
            ? undefined
            : { message: l10n.t('“{0}” is not the ARN of a role.', wrong), severity: InputBoxValidationSeverity.Error };
        },
      }),
      (exceptRoles) => ({ exceptRoles }),
    ),
};

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}

/** The questions of a template, in order. */
export function questionsFor(template: TemplateId, known: Known, keep: Keep): readonly Ask[] {
  switch (template) {
    case 'developer':
      return [askIdentity(known), askTeam(known), askRegions(known, keep), askSources(known), askMoney(keep)];
    case 'team-lead':
      return [askTeam(known), askRegions(known, keep), askSources(known), askMoney(keep)];
    case 'read-only':
      return [askRegions(known, keep), askMoney(keep)];
    case 'enforce-identity':
      return [askUntagged, askDelegated, askRoles];
    case 'enforce-scp':
      return [askAccounts, askUntagged, askDelegated, askRoles];
  }
}
