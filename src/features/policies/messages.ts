/** Sentences about policies; those about single statements and notes are in `explanationMessages.ts`. */

import { env, l10n } from 'vscode';
import { formatCount } from '../../core/format';
import type { ExplainedDocument } from '../../core/policies/document';
import type { InputProblem } from '../../core/policies/input';
import type { CostGroup } from '../../core/policies/permissions';
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
        detail: l10n.t('View all profiles and token counts; create, tag, delete and invoke only your own.'),
      };
    case 'team-lead':
      return {
        title: l10n.t('Team Lead'),
        detail: l10n.t('View everything including the bill; create, tag and delete the team’s profiles; invoke none.'),
      };
    case 'read-only':
      return {
        title: l10n.t('Read-Only'),
        detail: l10n.t('View profiles and token counts, for example for finance; change and invoke nothing.'),
      };
    case 'enforce-identity':
      return {
        title: l10n.t('Enforcement for a User, Group or Role'),
        detail: l10n.t('Deny all models that are not invoked through an application inference profile.'),
      };
    case 'enforce-scp':
      return {
        title: l10n.t('Enforcement for an Organization'),
        detail: l10n.t('The same as a service control policy, for an account or an organizational unit.'),
      };
  }
}

export function costGroupText(group: CostGroup): string {
  switch (group) {
    case 'bill':
      return l10n.t('Read cost by tag ($0.01 per request)');
    case 'tag-status':
      return l10n.t('View the status of cost allocation tags');
    case 'tag-activation':
      return l10n.t('Activate cost allocation tags (payer account only)');
    case 'prices':
      return l10n.t('Read prices from the AWS Price List API');
    case 'budgets-read':
      return l10n.t('View budgets');
    case 'budgets-write':
      return l10n.t('Create, change and delete budgets');
    case 'anomalies-read':
      return l10n.t('View anomaly monitors ($0.01 per request)');
    case 'anomalies-write':
      return l10n.t('Create and delete anomaly monitors');
    case 'alarms-read':
      return l10n.t('View alarms');
    case 'alarms-write':
      return l10n.t('Create, change and delete alarms');
  }
}

/** Why no policy can be made, and what to do. */
export function problemText({ code, value }: InputProblem): string {
  switch (code) {
    case 'account':
      return l10n.t('The account number isn’t known: choose {0} first.', commandText('connect'));
    case 'partition':
      return l10n.t('“{0}” isn’t an AWS partition.', value);
    case 'no-regions':
      return l10n.t('Choose at least one Region.');
    case 'region':
      return l10n.t('“{0}” isn’t a Region: check the setting {1}.', value, settingText('residency.allowedRegions'));
    case 'no-sources':
      return l10n.t('No source of the listed profiles is known: allow all sources instead.');
    case 'tag-key':
      return l10n.t('AWS doesn’t allow the tag key “{0}”: check the settings for tags.', value);
    case 'same-keys':
      return l10n.t('IAM can’t distinguish the tag key “{0}” from another one: check the settings for tags.', value);
    case 'attribute':
      return l10n.t('“{0}” can’t be the name of a session attribute.', value);
    case 'role':
      return l10n.t('“{0}” isn’t the ARN of a role.', value);
    case 'no-team':
      return l10n.t('Choose the team that the policy is for.');
  }
}

/** Where a policy is attached. */
export const attachText = ({ kind }: Pick<ExplainedDocument, 'kind'>): string =>
  kind === 'scp'
    ? l10n.t(
        'Attach it in AWS Organizations as a service control policy. It doesn’t apply to the organization’s management account.',
      )
    : l10n.t('Attach it in IAM to a user, group or role, or add it to a permission set.');

/** The size of a policy against AWS's limit. */
export function sizeText({ kind, size }: Pick<ExplainedDocument, 'kind' | 'size'>): string {
  const bytes = formatCount(size.bytes, env.language);
  const limit = formatCount(size.limit, env.language);
  return kind === 'scp'
    ? l10n.t(
        '{0} of {1} characters that AWS allows, as copied: without the white space shown here, which AWS counts.',
        bytes,
        limit,
      )
    : l10n.t('{0} of {1} characters that AWS allows for a managed policy, not counting white space.', bytes, limit);
}

export const tooLongText = ({ bytes, limit }: ExplainedDocument['size']): string =>
  l10n.t(
    'The policy is too long: {0} characters, and AWS allows {1}. Choose fewer Regions, models or permissions.',
    formatCount(bytes, env.language),
    formatCount(limit, env.language),
  );

/**
 * How many of the listed profiles a developer's policy would lock out. `member`: the tag of the example, where it has
 * one.
 */
export const lockedOutText = (count: number, of: number, example: string, member: string | undefined): string =>
  member === undefined
    ? l10n.t(
        'It would lock out the owners of {0} of the {1} listed profiles, such as {2}, which has no member tag.',
        count,
        of,
        example,
      )
    : l10n.t(
        'It would lock out the owners of {0} of the {1} listed profiles, such as {2} with the member tag {3}.',
        count,
        of,
        example,
        member,
      );
