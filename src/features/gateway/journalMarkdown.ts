/** The calls of the gateway's journal as a document to read. */

import { l10n } from 'vscode';
import { markdownTable, markdownText } from '../../core/export/markdownText';
import { formatCount } from '../../core/format';
import type { CallRecord } from '../../core/gateway/callRecord';
import type { Counting } from '../../core/gateway/callTokens';
import { parseModelReference } from '../../core/gateway/modelReference';
import { modelName } from '../../core/profiles/models';

/** What the document depends on beside the calls. */
export interface JournalOptions {
  /** For dates and numbers. */
  readonly locale: string;
  /** The folder of the journal's files. */
  readonly folder: string;
  /** An agent's name by its id, as the journal has it. */
  readonly agentName: (id: string) => string;
  /** A profile's name by its ARN; undefined where it is not known. */
  readonly profileName: (arn: string) => string | undefined;
}

/** The latest calls that the document has. */
const MOST_CALLS = 500;

function countingText(counting: Counting): string {
  switch (counting) {
    case 'exact':
      return l10n.t('exact');
    case 'at-least':
      return l10n.t('at least');
    case 'unknown':
      return l10n.t('unknown');
    case 'none':
      return l10n.t('not billed');
  }
}

function modelText(model: string): string {
  const reference = parseModelReference(encodeURIComponent(model));
  return reference?.kind === 'model' ? modelName(reference.id) : model;
}

/** `200`, or the error's name with it. */
const resultText = ({ status, error, clientLeft }: CallRecord): string =>
  [
    status === 0 ? l10n.t('no response') : String(status),
    ...(error === undefined ? [] : [error]),
    ...(clientLeft === true ? [l10n.t('ended by the agent')] : []),
  ].join(' · ');

function rowOf(call: CallRecord, { locale, agentName, profileName }: JournalOptions): readonly string[] {
  const { tokens, profile, firstTokenMs } = call;
  const count = (value: number | undefined): string => (value === undefined ? '' : formatCount(value, locale));
  const seconds = (ms: number | undefined): string =>
    ms === undefined ? '' : (ms / 1000).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return [
    new Date(call.time).toLocaleString(locale, { dateStyle: 'short', timeStyle: 'medium' }),
    agentName(call.agent),
    modelText(call.model),
    profile === undefined ? l10n.t('none') : (profileName(profile) ?? profile),
    count(tokens?.input),
    count(tokens?.output),
    count(tokens?.cacheRead),
    count(tokens?.cacheWrite),
    countingText(call.counting),
    seconds(firstTokenMs),
    seconds(call.durationMs),
    resultText(call),
  ].map(markdownText);
}

/** @param calls oldest first; the document has the newest first. */
export function journalMarkdown(calls: readonly CallRecord[], options: JournalOptions): string {
  const shown = calls.slice(-MOST_CALLS).reverse();
  const text = (heading: string) => ({ heading, numeric: false });
  const number = (heading: string) => ({ heading, numeric: true });
  const columns = [
    text(l10n.t('Time')),
    text(l10n.t('Agent')),
    text(l10n.t('Model')),
    text(l10n.t('Profile')),
    number(l10n.t('Input Tokens')),
    number(l10n.t('Output Tokens')),
    number(l10n.t('Cache Read Tokens')),
    number(l10n.t('Cache Write Tokens')),
    text(l10n.t('Count')),
    number(l10n.t('First Token (s)')),
    number(l10n.t('Duration (s)')),
    text(l10n.t('Result')),
  ];
  const about =
    shown.length < calls.length
      ? l10n.t('The latest {0} of {1} calls, newest first.', shown.length, calls.length)
      : l10n.t('Calls through the gateway, newest first.');
  return `${[
    `# ${markdownText(l10n.t('Gateway Calls'))}`,
    calls.length === 0 ? markdownText(l10n.t('No calls yet.')) : markdownText(about),
    ...(calls.length === 0
      ? []
      : [
          markdownTable(
            columns,
            shown.map((call) => rowOf(call, options)),
          ),
        ]),
    markdownText(l10n.t('The journal contains no prompts and no responses. Its files are in {0}.', options.folder)),
  ].join('\n\n')}\n`;
}
