/** *Diagnose*: performs all checks and shows a report. */

import { sampleNote } from '../../ui/sampleNote';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { runChecks, type CheckId, type CheckResults } from '../../core/diagnose/checks';
import { secretsIn } from '../../core/secrets/hideSecrets';
import type { Store } from '../../store/store';
import type { AgentsSection } from '../agents/register';
import { agentChecks } from './agentChecks';
import { connectionChecks } from './connectionChecks';
import { CheckContext, type Checks } from './context';
import type { Finding } from './finding';
import { machineChecks } from './machineChecks';
import { permissionChecks } from './permissionChecks';
import { profileChecks } from './profileChecks';
import { reportTexts } from './messages';
import { reportMarkdown } from './reportMarkdown';
import { orAbort } from '../../ui/abort';
import { isUnanswered } from '../../ui/quickInput/answer';
import { pick } from '../../ui/quickInput/pick';
import type { Documents } from '../../ui/documents';
import { withCancel } from '../../ui/progress';
import type { Verification } from '../verify/register';
import { window } from '../../ui/window';

const { l10n } = vscode;

const ALL_CHECKS: Checks<CheckId> = {
  ...machineChecks,
  ...connectionChecks,
  ...permissionChecks,
  ...profileChecks,
  ...agentChecks,
};

/**
 * Six requests: the bill of a day, the tags and their backfills, the anomaly monitors. A very large account may need
 * more.
 */
const USUAL_COST = '$0.06';

/** Whether the checks that are paid for are included; undefined when the user cancels. */
async function askPaidChecks(sample: boolean): Promise<boolean | undefined> {
  const free = sample ? sampleNote() : undefined;
  const included = await pick<boolean>({
    title: l10n.t('Diagnose'),
    sample,
    placeholder: l10n.t('Choose checks to run'),
    items: [
      {
        label: l10n.t('Without the bill'),
        detail: free ?? l10n.t('Requests one metric from CloudWatch ($0.00001); the rest is free. Nothing is changed.'),
        value: false,
      },
      {
        label: l10n.t('With the bill, budgets and alerts'),
        detail: free ?? l10n.t('Also calls Cost Explorer, at $0.01 per request: usually no more than {0}.', USUAL_COST),
        value: true,
      },
    ],
  });
  return isUnanswered(included) ? undefined : included;
}

async function performChecks(
  { store, list, agents, verified }: DiagnoseDeps,
  agreed: boolean,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<CheckResults<Finding>> {
  report(l10n.t('Connecting…'));
  if (store.snapshot.choice === undefined) await orAbort(signal, list());
  // Loads the credentials again, in case the user has just signed in.
  else await orAbort(signal, store.refresh('caller', { force: true }));
  const context = new CheckContext(
    store,
    signal,
    async () => {
      const section = await agents();
      await section.refresh();
      return section.rows();
    },
    lastInList(store, verified()),
  );
  return runChecks({
    perform: async (id) => orAbort(signal, ALL_CHECKS[id](context)),
    agreed,
    signal,
    onDone: (done, of) => {
      report(l10n.t('{0} of {1} checks', done, of));
    },
  });
}

/** The last verification, unless its profile belongs to another connection. */
const lastInList = ({ snapshot }: Store, last: Verification | undefined): Verification | undefined =>
  snapshot.profiles.value?.profiles.some(({ arn }) => arn === last?.profile.arn) === true ? last : undefined;

export interface DiagnoseDeps {
  readonly store: Store;
  readonly list: () => Promise<void>;
  readonly agents: () => Promise<Pick<AgentsSection, 'refresh' | 'rows'>>;
  /** The last verification in this window. */
  readonly verified: () => Verification | undefined;
}

/** Shows the report. Rejects with an AbortError when the user cancels. */
export async function diagnose(deps: DiagnoseDeps, documents: Documents): Promise<void> {
  const { sample } = deps.store.snapshot;
  const agreed = await askPaidChecks(sample);
  if (agreed === undefined) return;
  const results = await withCancel(l10n.t('Diagnosing'), (signal, report) =>
    performChecks(deps, agreed, signal, report),
  );
  const text = reportMarkdown(results, reportTexts(Date.now(), sample), {
    home: homedir(),
    secrets: secretsIn(process.env),
  });
  await documents.show(l10n.t('Bedrock Tally Diagnosis'), { text, copy: text });
  const button = l10n.t('Copy Report');
  const chosen = await window.showInformationMessage(
    l10n.t('The report is ready. It contains no keys, and account numbers are shortened.'),
    button,
  );
  if (chosen === button) await vscode.env.clipboard.writeText(text);
}
