/** What the statements of a policy do, and what has to be known before it is attached, in sentences. */

import { l10n } from 'vscode';
import { commandText } from '../../ui/commandTitles';
import type { Explanation, ExplanationCode, Note, NoteCode } from '../../core/policies/explanations';

type Sentence = (...values: readonly string[]) => string;

const EXPLANATIONS: Readonly<Record<ExplanationCode, Sentence>> = {
  list: () =>
    l10n.t(
      'List profiles, models and tags, and read token counts from CloudWatch. AWS allows these only for the whole account.',
    ),
  'read-profiles': () => l10n.t('Read the details and tags of all profiles.'),
  'create-own-in-team': (...values) =>
    l10n.t(
      'Create profiles only with your own name in the tag {0} and the team {2} in the tag {1}. Profiles tagged for someone else or another team can’t be taken over.',
      ...values,
    ),
  'create-own-in-attribute-team': (...values) =>
    l10n.t(
      'Create profiles only with your own name in the tag {0} and the team from your attribute {2} in the tag {1}. Profiles tagged for someone else or another team can’t be taken over.',
      ...values,
    ),
  'create-own-in-any-team': (...values) =>
    l10n.t(
      'Create profiles only with your own name in the tag {0} and any team in the tag {1}, including teams other than your own. Profiles tagged for someone else can’t be taken over.',
      ...values,
    ),
  'create-in-team': (...values) =>
    l10n.t(
      'Create profiles only with the team in the tag {1} and a name in the tag {0}. Profiles of other teams can’t be taken over.',
      ...values,
    ),
  'copy-sources': () => l10n.t('Create profiles only from the allowed models and system profiles.'),
  'edit-own': () => l10n.t('Change the tags of your own profiles, but not to another name or team.'),
  'edit-own-in-any-team': () =>
    l10n.t('Change the tags of your own profiles, including to any team, but not to another name.'),
  'edit-team': () => l10n.t('Change the tags of the team’s profiles, but not to another team.'),
  'delete-own': () =>
    l10n.t(
      'Delete only your own profiles. A profile without a name can be claimed first: IAM can’t distinguish that from creating one.',
    ),
  'delete-team': () =>
    l10n.t(
      'Delete only the team’s profiles. A profile without a team can be claimed first: IAM can’t distinguish that from creating one.',
    ),
  'invoke-own': () => l10n.t('Invoke only your own profiles.'),
  'invoke-models': () =>
    l10n.t(
      'Invoke the allowed models, in every Region that a profile may route to, only through an application inference profile.',
    ),
  'read-bill': () => l10n.t('Read cost by tag from Cost Explorer, at $0.01 per request.'),
  'read-cost-allocation-tags': () =>
    l10n.t('See whether the owner tags are active as cost allocation tags. AWS allows this only in the payer account.'),
  'activate-cost-allocation-tags': () =>
    l10n.t(
      'Activate the owner tags as cost allocation tags, and backfill them. AWS allows this only in the payer account.',
    ),
  'read-prices': () => l10n.t('Read current prices from the AWS Price List API.'),
  'read-budgets': () => l10n.t('Read the account’s budgets, and their tags to find those created by Bedrock Tally.'),
  'write-budgets': () => l10n.t('Create, tag, change and delete the account’s budgets.'),
  'read-anomaly-monitors': () =>
    l10n.t(
      'Read anomaly monitors and subscriptions, and their tags to find those created by Bedrock Tally, at $0.01 per request.',
    ),
  'create-anomaly-monitors': () => l10n.t('Create anomaly monitors and subscriptions with the tag of Bedrock Tally.'),
  'delete-anomaly-monitors': () =>
    l10n.t('Delete the account’s anomaly monitors. Bedrock Tally deletes only those that it created.'),
  'read-alarms': () =>
    l10n.t('Read the alarms on token counts, and their tags to find those created by Bedrock Tally.'),
  'write-alarms': () => l10n.t('Create, tag, change and delete alarms on token counts.'),
  'deny-models': () => l10n.t('Deny foundation models that are not invoked through an application inference profile.'),
  'deny-models-in-organization': () =>
    l10n.t(
      'Deny foundation models that are not invoked through an application inference profile. This includes the roles under which knowledge bases, agents and batch jobs run: add them to the exceptions.',
    ),
  'deny-other-endpoint': () =>
    l10n.t('Deny Bedrock’s OpenAI-compatible endpoint, which doesn’t support application inference profiles.'),
  'deny-untagged': (...values) =>
    l10n.t(
      'Deny application inference profiles whose tag {0} is missing or empty. IAM ignores case and accepts {1} as the same tag; the bill doesn’t.',
      ...values,
    ),
  'deny-jobs-and-agents': () =>
    l10n.t(
      'Deny batch and evaluation jobs, agents, flows and knowledge base answers, which run models under service roles.',
    ),
  'deny-other-models': () =>
    l10n.t(
      'Deny provisioned, imported and custom models, Marketplace endpoints and prompt routers, which are not invoked through application inference profiles.',
    ),
};

const NOTES: Readonly<Record<NoteCode, Sentence>> = {
  'member-is-userid': (...values) =>
    l10n.t(
      'A profile is a developer’s own only if its tag {0} exactly equals the whole aws:userid, such as {1}, not only the part after the colon, and not a short name such as jane.doe.',
      ...values,
    ),
  'member-is-attribute': (...values) =>
    l10n.t(
      'A profile is a developer’s own only if its tag {0} exactly equals the attribute {1} of the session.',
      ...values,
    ),
  'member-is-attribute-such-as': (...values) =>
    l10n.t(
      'A profile is a developer’s own only if its tag {0} exactly equals the attribute {1} of the session, such as {2}, and not a short name such as jane.doe.',
      ...values,
    ),
  'other-members-are-locked-out': (...values) =>
    l10n.t(
      'Once the policy is attached, owners can’t invoke or change profiles with any other value, including existing ones: have a team lead change the tag {0}, or create them again.',
      ...values,
    ),
  'short-name-is-offered': () =>
    l10n.t(
      '{0} suggests a short name: in its step Member, enter the value that this policy requires.',
      commandText('createProfile'),
    ),
  'jobs-are-not-covered': () =>
    l10n.t(
      'It doesn’t cover batch and evaluation jobs, agents, flows and knowledge base answers: they run models under service roles, and starting them requires no profile.',
    ),
  'other-models-are-not-covered': () =>
    l10n.t(
      'It doesn’t cover provisioned, imported and custom models, Marketplace endpoints and prompt routers, which are not invoked through application inference profiles.',
    ),
  'linked-roles-are-exempt': () =>
    l10n.t(
      'It doesn’t apply to service-linked roles and to the roles among its exceptions: their usage isn’t attributed.',
    ),
  'only-attached-identities': () =>
    l10n.t(
      'It applies only to identities that it is attached to: anyone who can use another role, including through a service, can bypass it.',
    ),
};

export const explanationText = ({ code, values }: Explanation): string => EXPLANATIONS[code](...values);

export const noteText = ({ code, values }: Note): string => NOTES[code](...values);
