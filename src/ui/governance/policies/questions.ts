/** What a policy has to know, asked only where it matters to the chosen one. */

import { InputBoxValidationSeverity, l10n } from 'vscode';
import type { MoneyGroup } from '../../../core/policies/permissions';
import type { PolicyIdentity } from '../../../core/policies/input';
import { moneyChoices, type TemplateId } from '../../../core/policies/templates';
import { BEDROCK_REGIONS } from '../../../core/regions';
import { BACK, CANCEL, input, pick, type Answer } from '../../create/prompts';
import type { Question } from '../../moneyCommands/alerts/flow';
import { regionText } from '../../names';
import { pickMany } from './pickMany';
import { moneyText } from './texts';

/** What is asked, with what is offered first. */
export interface Draft {
  readonly template: TemplateId;
  readonly identity: PolicyIdentity['kind'];
  readonly team: string;
  readonly regions: readonly string[];
  readonly sources: 'all' | 'used';
  readonly money: readonly MoneyGroup[];
  readonly exceptRoles: string;
  readonly scpFor: 'account' | 'all-accounts';
  readonly refuseUntagged: boolean;
}

/** What is known of the account. */
export interface Known {
  readonly teams: readonly string[];
  readonly partition: string;
  readonly sourcesInUse: number;
}

type Ask = Question<Draft>;

/** Takes what was chosen in a step that is left by Back. */
export type Keep = (part: Partial<Draft>) => void;

function passed<Value>(answer: Answer<Value>, as: (value: Value) => Partial<Draft>): Answer<Partial<Draft>> {
  if (answer === BACK) return BACK;
  return answer === CANCEL ? CANCEL : as(answer);
}

const askIdentity: Ask = {
  about: l10n.t('Who Is Who'),
  ask: async (draft, step) =>
    passed(
      await pick<PolicyIdentity['kind']>({
        ...step,
        placeholder: l10n.t('How IAM tells one developer from another'),
        items: [
          {
            label: l10n.t('Identity Center’s attribute email'),
            detail: l10n.t('The member tag has to be the e-mail. “Attributes for access control” must be switched on.'),
            value: 'identity-center',
          },
          {
            label: 'aws:userid',
            detail: l10n.t('The member tag has to be the whole id. Safe where nobody can choose a session’s name.'),
            value: 'userid',
          },
        ],
        active: draft.identity,
      }),
      (identity) => ({ identity }),
    ),
};

const askTeam = ({ teams }: Known): Ask => ({
  about: l10n.t('Team'),
  ask: async (draft, step) =>
    passed(
      await pick<string>({
        ...step,
        placeholder: l10n.t('The team that it is for: choose one, or type another'),
        items: teams.map((team) => ({ label: team, value: team })),
        typed: (text) => (text === '' || teams.includes(text) ? [] : [{ label: text, value: text }]),
        ...(draft.team === '' ? {} : { active: draft.team }),
      }),
      (team) => ({ team }),
    ),
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
        placeholder: l10n.t('What happens with profiles that lack an owner’s tag'),
        items: [
          { label: l10n.t('They may be invoked'), value: 'no' },
          { label: l10n.t('They are refused, too'), value: 'yes' },
        ],
        active: draft.refuseUntagged ? 'yes' : 'no',
      }),
      (answer) => ({ refuseUntagged: answer === 'yes' }),
    ),
};

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

export const rolesOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((role) => role !== '');

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
      return [askIdentity, askRegions(known, keep), askSources(known), askMoney(keep)];
    case 'team-lead':
      return [askTeam(known), askRegions(known, keep), askSources(known), askMoney(keep)];
    case 'read-only':
      return [askRegions(known, keep), askMoney(keep)];
    case 'enforce-identity':
      return [askUntagged, askRoles];
    case 'enforce-scp':
      return [askAccounts, askUntagged, askRoles];
  }
}
