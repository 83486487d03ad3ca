/** The questions about a policy, each asked only where it matters to the chosen template. */

import { l10n } from 'vscode';
import { normalizeTagKey } from '../../core/profiles/nameRules';
import type { PolicyIdentity } from '../../core/policies/input';
import type { CostGroup } from '../../core/policies/permissions';
import { costGroupChoices, TEMPLATE_IDS, type TemplateId } from '../../core/policies/templates';
import { BEDROCK_REGIONS } from '../../core/connection/regions';
import { partitionOf } from '../../core/ids';
import { regionText } from '../../ui/labels';
import { mapAnswer } from '../../ui/quickInput/answer';
import { input, invalid } from '../../ui/quickInput/input';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { pickMany } from '../../ui/quickInput/pickMany';
import type { Question } from '../../ui/quickInput/steps';
import { MEMBER_ATTRIBUTE, rolesOf, TEAM_ATTRIBUTE, type PolicyAnswers, type TeamChoice } from './answers';
import { USER_NAME_ATTRIBUTE } from './identityFit';
import { costGroupText, templateText } from './messages';

/** What is known of the account, to offer answers. */
export interface AccountFacts {
  readonly teams: readonly string[];
  readonly partition: string;
  /** How many sources the listed profiles have. */
  readonly sourcesInUse: number;
  /** How many profiles are listed, and how many of them an identity fits; undefined where their tags do not show it. */
  readonly profiles: number;
  readonly fitting: (identity: PolicyIdentity) => number | undefined;
}

type PolicyQuestion = Question<PolicyAnswers>;

/** Asks only for some templates. */
const forTemplates =
  (...ids: readonly TemplateId[]): NonNullable<PolicyQuestion['when']> =>
  ({ template }) =>
    ids.includes(template);

const askTemplate: PolicyQuestion = {
  about: l10n.t('Template'),
  counted: false,
  ask: async ({ template }, step) =>
    mapAnswer(
      await pick<TemplateId>({
        ...step,
        title: l10n.t('IAM Policies'),
        placeholder: l10n.t('Choose a policy. It is only shown, never attached.'),
        items: TEMPLATE_IDS.map((id) => {
          const { title, detail } = templateText(id);
          return { label: title, detail, value: id };
        }),
        active: template,
      }),
      (answer) => ({ template: answer }),
    ),
};

/** Whether AWS accepts a name as the key of a session attribute; the rules are those of tag keys. */
const isAttribute = (text: string): boolean => text !== '' && normalizeTagKey(text).value === text;

const USERID = Symbol('aws:userid');
/** An attribute's name, or the session's id. */
type MemberAnswer = string | typeof USERID;

function fitText(identity: PolicyIdentity, { profiles, fitting }: AccountFacts): { readonly description?: string } {
  const count = fitting(identity);
  if (count === undefined || profiles === 0) return {};
  return { description: l10n.t('fits {0} of the {1} listed profiles', count, profiles) };
}

const memberItem = (attribute: string, facts: AccountFacts): PickItem<MemberAnswer> => ({
  label: l10n.t('Identity Center attribute {0}', attribute),
  ...fitText({ kind: 'identity-center', memberAttribute: attribute }, facts),
  detail: l10n.t('The member tag must equal it. Requires “Attributes for access control” to be enabled.'),
  value: attribute,
});

const askIdentity = (facts: AccountFacts): PolicyQuestion => ({
  about: l10n.t('Identity Mapping'),
  when: forTemplates('developer'),
  ask: async ({ identity, memberAttribute }, step) => {
    const offered = [...new Set([memberAttribute, MEMBER_ATTRIBUTE, USER_NAME_ATTRIBUTE])];
    return mapAnswer(
      await pick<MemberAnswer>({
        ...step,
        placeholder: l10n.t('Choose how IAM identifies developers, or type the name of another attribute'),
        items: [
          ...offered.map((attribute) => memberItem(attribute, facts)),
          {
            label: 'aws:userid',
            ...fitText({ kind: 'userid' }, facts),
            detail: l10n.t(
              'The member tag must be the whole id. Secure only if users can’t choose their session name.',
            ),
            value: USERID,
          },
        ],
        itemsForText: (text) => (isAttribute(text) && !offered.includes(text) ? [memberItem(text, facts)] : []),
        active: identity === 'userid' ? USERID : memberAttribute,
      }),
      (answer): Partial<PolicyAnswers> =>
        answer === USERID ? { identity: 'userid' } : { identity: 'identity-center', memberAttribute: answer },
    );
  },
});

const teamItem = (text: string): PickItem<TeamChoice> => ({ label: text, value: { from: 'name', text } });

const teamAttributeItem = (text: string): PickItem<TeamChoice> => ({
  label: l10n.t('Identity Center attribute {0}', text),
  detail: l10n.t('One policy for all teams: a developer’s team is the value of the attribute.'),
  value: { from: 'attribute', text },
});

const anyTeamItem = (): PickItem<TeamChoice> => ({
  label: l10n.t('Any team'),
  detail: l10n.t('Developers can then set any team on profiles, and so assign cost to another team.'),
  value: { from: 'any', text: '' },
});

const isSameTeam = (a: TeamChoice | undefined, b: TeamChoice): boolean => a?.from === b.from && a.text === b.text;

/** A lead's team is named; a developer's may also come from an attribute, or be any. */
const askTeam = ({ teams }: AccountFacts): PolicyQuestion => ({
  about: l10n.t('Team'),
  when: forTemplates('developer', 'team-lead'),
  ask: async ({ template, identity, team }, step) => {
    const isDeveloper = template === 'developer';
    const hasAttributes = isDeveloper && identity === 'identity-center';
    const chosen = team.from === 'attribute' ? team.text : TEAM_ATTRIBUTE;
    const items = [
      ...teams.map(teamItem),
      ...(hasAttributes ? [...new Set([chosen, TEAM_ATTRIBUTE])].map(teamAttributeItem) : []),
      ...(isDeveloper ? [anyTeamItem()] : []),
    ];
    const active = items.find(({ value }) => isSameTeam(value, team))?.value;
    return mapAnswer(
      await pick<TeamChoice>({
        ...step,
        placeholder: l10n.t('Choose the team that the policy is for, or type another one'),
        items,
        itemsForText: (text) => [
          ...(text === '' || teams.includes(text) ? [] : [teamItem(text)]),
          ...(hasAttributes && isAttribute(text) && text !== chosen ? [teamAttributeItem(text)] : []),
        ],
        ...(active === undefined ? {} : { active }),
      }),
      (answer) => ({ team: answer }),
    );
  },
});

const askRegions = ({ partition }: AccountFacts): PolicyQuestion => ({
  about: l10n.t('Regions'),
  when: forTemplates('developer', 'team-lead', 'read-only'),
  ask: async (answers, step) => {
    const inPartition = Object.keys(BEDROCK_REGIONS).filter((name) => partitionOf(name) === partition);
    const codes = [...new Set([...answers.regions, ...inPartition])];
    return mapAnswer(
      await pickMany({
        ...step,
        placeholder: l10n.t('Choose where profiles are created and invoked'),
        items: codes.map((code) => ({ label: regionText(code), value: code })),
        selected: answers.regions,
        onBack: (regions) => {
          step.saveAnswer({ regions });
        },
      }),
      (regions) => ({ regions }),
    );
  },
});

const askSources = ({ sourcesInUse }: AccountFacts): PolicyQuestion => ({
  about: l10n.t('Models'),
  when: forTemplates('developer', 'team-lead'),
  ask: async (answers, step) =>
    mapAnswer(
      await pick<'all' | 'used'>({
        ...step,
        placeholder: l10n.t('Choose what profiles can be created from'),
        items: [
          { label: l10n.t('All models and system profiles'), value: 'all' },
          ...(sourcesInUse === 0
            ? []
            : [
                {
                  label: l10n.t('Only the sources of the listed profiles'),
                  description: sourcesInUse === 1 ? l10n.t('1 source') : l10n.t('{0} sources', sourcesInUse),
                  value: 'used' as const,
                },
              ]),
        ],
        active: answers.sources,
      }),
      (sources) => ({ sources }),
    ),
});

const askCostGroups: PolicyQuestion = {
  about: l10n.t('Cost Permissions'),
  when: forTemplates('developer', 'team-lead', 'read-only'),
  ask: async (answers, step) =>
    mapAnswer(
      await pickMany<CostGroup>({
        ...step,
        placeholder: l10n.t('Choose permissions for cost features'),
        items: costGroupChoices(answers.template).map((group) => ({ label: costGroupText(group), value: group })),
        selected: answers.costGroups,
        onBack: (costGroups) => {
          step.saveAnswer({ costGroups });
        },
      }),
      (costGroups) => ({ costGroups }),
    ),
};

const askAccounts: PolicyQuestion = {
  about: l10n.t('Accounts'),
  when: forTemplates('enforce-scp'),
  ask: async (answers, step) =>
    mapAnswer(
      await pick<PolicyAnswers['scpFor']>({
        ...step,
        placeholder: l10n.t('Choose the accounts that it applies to, wherever it is attached'),
        items: [
          { label: l10n.t('Only this account'), value: 'account' },
          { label: l10n.t('All accounts under it'), value: 'all-accounts' },
        ],
        active: answers.scpFor,
      }),
      (scpFor) => ({ scpFor }),
    ),
};

type AllowOrDeny = 'allow' | 'deny';

const askUntagged: PolicyQuestion = {
  about: l10n.t('Untagged Profiles'),
  when: forTemplates('enforce-identity', 'enforce-scp'),
  ask: async (answers, step) =>
    mapAnswer(
      await pick<AllowOrDeny>({
        ...step,
        placeholder: l10n.t('Profiles whose owner tags are missing or empty'),
        items: [
          { label: l10n.t('Can be invoked'), value: 'allow' },
          { label: l10n.t('Are denied, too'), value: 'deny' },
        ],
        active: answers.denyUntagged ? 'deny' : 'allow',
      }),
      (answer) => ({ denyUntagged: answer === 'deny' }),
    ),
};

const askOtherModels: PolicyQuestion = {
  about: l10n.t('Jobs, Agents and Other Models'),
  when: forTemplates('enforce-identity', 'enforce-scp'),
  ask: async (answers, step) =>
    mapAnswer(
      await pick<AllowOrDeny>({
        ...step,
        placeholder: l10n.t('Everything else that runs models and can’t use such profiles'),
        items: [
          {
            label: l10n.t('Stays allowed'),
            detail: l10n.t('Jobs and agents run models under service roles: their cost isn’t attributed.'),
            value: 'allow',
          },
          {
            label: l10n.t('Is denied, too'),
            detail: l10n.t('Batch jobs, agents, flows, knowledge base answers; imported and custom models.'),
            value: 'deny',
          },
        ],
        active: answers.denyOtherModels ? 'deny' : 'allow',
      }),
      (answer) => ({ denyOtherModels: answer === 'deny' }),
    ),
};

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

const askRoles: PolicyQuestion = {
  about: l10n.t('Exceptions'),
  when: forTemplates('enforce-identity', 'enforce-scp'),
  ask: async (answers, step) =>
    mapAnswer(
      await input({
        ...step,
        prompt: l10n.t('ARNs of roles that it doesn’t apply to, separated by commas (optional)'),
        value: answers.exceptRoles,
        validate: (text) => {
          const wrong = rolesOf(text).find((role) => !ROLE.test(role));
          return wrong === undefined ? undefined : invalid(l10n.t('“{0}” isn’t the ARN of a role.', wrong));
        },
      }),
      (exceptRoles) => ({ exceptRoles }),
    ),
};

/** All questions about a policy; the template decides which of them are asked. */
export const policyQuestions = (facts: AccountFacts): readonly PolicyQuestion[] => [
  askTemplate,
  askIdentity(facts),
  askTeam(facts),
  askRegions(facts),
  askSources(facts),
  askCostGroups,
  askAccounts,
  askUntagged,
  askOtherModels,
  askRoles,
];
