/** *Diagnose*: tries everything that has to hold, one check after the other or side by side, and shows a report. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { reportMarkdown, runChecks, type CheckId, type Results } from '../../core/diagnose/checks';
import { secretsIn } from '../../core/secrets/hideSecrets';
import type { Store } from '../../store/store';
import type { AgentsSection } from '../agents/register';
import { agentChecks } from './agentChecks';
import { connectionChecks } from './connectionChecks';
import { Exam, type Checks } from './context';
import { machineChecks } from './machineChecks';
import { permissionChecks } from './permissionChecks';
import { profileChecks } from './profileChecks';
import { reportTexts } from './messages';
import type { Documents } from '../../ui/documents';
import { withCancel } from '../../ui/progress';
import type { Verified } from '../verify/register';
import { window } from '../../ui/window';

const { l10n } = vscode;

const ALL: Checks<CheckId> = {
  ...machineChecks,
  ...connectionChecks,
  ...permissionChecks,
  ...profileChecks,
  ...agentChecks,
};

/** Six requests: the bill of a day, the tags and their backfills, the anomaly monitors. A very large account may take more pages. */
const PAID_USD = '$0.06';

/** What may be paid for; undefined when cancelled. */
async function agree(sample: boolean): Promise<boolean | undefined> {
  const items = [
    {
      label: l10n.t('Without the bill'),
      detail: sample
        ? l10n.t('Sample data: nothing is sent to AWS, and nothing costs anything.')
        : l10n.t('Asks CloudWatch for one metric ($0.00001); everything else is free. Nothing is changed.'),
      agreed: false,
    },
    {
      label: l10n.t('With the bill, budgets and alerts'),
      detail: sample
        ? l10n.t('Sample data: nothing is sent to AWS, and nothing costs anything.')
        : l10n.t('Asks Cost Explorer as well, at $0.01 for each request: usually no more than {0}.', PAID_USD),
      agreed: true,
    },
  ];
  const picked = await window.showQuickPick(items, {
    title: sample ? l10n.t('Diagnose (sample data)') : l10n.t('Diagnose'),
    placeHolder: l10n.t('What is to be looked at'),
  });
  return picked?.agreed;
}

/** Rejects when the signal ends, whatever `work` is doing. */
const unless = <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new DOMException('The answer is no longer wanted', 'AbortError'));
    };
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject);
  });

async function examine(
  { store, list, agents, verified }: DiagnoseDeps,
  agreed: boolean,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Results> {
  say(l10n.t('connecting'));
  if (store.snapshot.choice === undefined) await unless(signal, list());
  // With credentials read afresh: who has just signed in again wants to know whether that helped.
  else await unless(signal, store.refresh('caller', { force: true }));
  const exam = new Exam(
    store,
    signal,
    async () => {
      const section = await agents();
      await section.refresh();
      return section.rows();
    },
    lastIn(store, verified()),
  );
  return runChecks({
    perform: async (id) => unless(signal, ALL[id](exam)),
    agreed,
    signal,
    onDone: (done, of) => {
      say(l10n.t('{0} of {1} checks', done, of));
    },
  });
}

/** Of another connection's profile nothing is said. */
const lastIn = ({ snapshot }: Store, last: Verified | undefined): Verified | undefined =>
  snapshot.profiles.value?.profiles.some(({ arn }) => arn === last?.profile.arn) === true ? last : undefined;

export interface DiagnoseDeps {
  readonly store: Store;
  readonly list: () => Promise<void>;
  readonly agents: () => Promise<Pick<AgentsSection, 'refresh' | 'rows'>>;
  /** The last verification in this window. */
  readonly verified: () => Verified | undefined;
}

/** Shows the report. Rejects with an AbortError when the user cancels. */
export async function diagnose(deps: DiagnoseDeps, documents: Documents): Promise<void> {
  const { sample } = deps.store.snapshot;
  const agreed = await agree(sample);
  if (agreed === undefined) return;
  const results = await withCancel(l10n.t('Diagnosing'), (signal, say) => examine(deps, agreed, signal, say));
  const text = reportMarkdown(results, reportTexts(Date.now(), sample), {
    home: homedir(),
    secrets: secretsIn(process.env),
  });
  await documents.show(l10n.t('Bedrock Tally Diagnosis'), { text, copy: text });
  const button = l10n.t('Copy Report');
  const chosen = await window.showInformationMessage(
    l10n.t('The report is ready. It holds no keys, and account numbers are shortened.'),
    button,
  );
  if (chosen === button) await vscode.env.clipboard.writeText(text);
}
