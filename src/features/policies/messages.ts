/** The words of the policies. */

import { l10n } from 'vscode';
import type { InputProblem } from '../../core/policies/input';
import type { MoneyGroup } from '../../core/policies/permissions';
import type { TemplateId } from '../../core/policies/templates';
import { commandText, settingText } from '../../ui/commandTitles';

export interface TemplateText {
  readonly title: string;
  readonly detail: string;
}

export function templateText(id: TemplateId): TemplateText {
  switch (id) {
    case 'developer':
      return {
        title: l10n.t('Developer'),
        detail: l10n.t('See all profiles and token counts; create, tag, delete and invoke only one’s own.'),
      };
    case 'team-lead':
      return {
        title: l10n.t('Team Lead'),
        detail: l10n.t('See everything including the bill; create, tag and delete the team’s profiles; invoke none.'),
      };
    case 'read-only':
      return {
        title: l10n.t('Read-Only'),
        detail: l10n.t('See profiles and token counts, for instance for finance; change and invoke nothing.'),
      };
    case 'enforce-identity':
      return {
        title: l10n.t('Enforcement for a User, Group or Role'),
        detail: l10n.t('Refuse every model that is not invoked through an application inference profile.'),
      };
    case 'enforce-scp':
      return {
        title: l10n.t('Enforcement for an Organization'),
        detail: l10n.t('The same as a service control policy, for an account or an organizational unit.'),
      };
  }
}

export function moneyText(group: MoneyGroup): string {
  switch (group) {
    case 'bill':
      return l10n.t('Read the bill by tag ($0.01 for each request)');
    case 'tag-status':
      return l10n.t('See whether cost allocation tags are active');
    case 'tag-activation':
      return l10n.t('Activate cost allocation tags (payer account only)');
    case 'prices':
      return l10n.t('Read prices from AWS’s Price List by its API');
    case 'budgets-read':
      return l10n.t('See budgets');
    case 'budgets-write':
      return l10n.t('Create, change and delete budgets');
    case 'anomalies-read':
      return l10n.t('See anomaly alerts ($0.01 for each request)');
    case 'anomalies-write':
      return l10n.t('Create and delete anomaly alerts');
    case 'alarms-read':
      return l10n.t('See alarms');
    case 'alarms-write':
      return l10n.t('Create, change and delete alarms');
  }
}

/** Why no policy can be made, and what to do. */
export function problemText({ code, value }: InputProblem): string {
  switch (code) {
    case 'account':
      return l10n.t('The account’s number is not known: choose {0} first.', commandText('connect'));
    case 'partition':
      return l10n.t('“{0}” is no partition of AWS.', value);
    case 'no-regions':
      return l10n.t('Choose at least one Region.');
    case 'region':
      return l10n.t('“{0}” is no Region: look at the setting {1}.', value, settingText('residency.allowedRegions'));
    case 'no-sources':
      return l10n.t('No profile’s source is known here: allow all sources instead.');
    case 'tag-key':
      return l10n.t('AWS does not take the tag key “{0}”: look at the settings for tags.', value);
    case 'same-keys':
      return l10n.t(
        'IAM cannot tell the tag key “{0}” from another one that is used: look at the settings for tags.',
        value,
      );
    case 'attribute':
      return l10n.t('“{0}” cannot be the name of a session’s attribute.', value);
    case 'role':
      return l10n.t('“{0}” is not the ARN of a role.', value);
    case 'no-team':
      return l10n.t('The policy needs the team that it is for: choose one.');
  }
}
