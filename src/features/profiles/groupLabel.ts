import { l10n } from 'vscode';
import type { Row } from './treeModel';

/** What a group's row is called. */
export function groupLabel({ group, name }: Extract<Row, { kind: 'group' }>): string {
  switch (group) {
    case 'mine':
    case 'none':
    case 'filtered':
      return l10n.t('Mine');
    case 'team':
      return name === '' ? l10n.t('No team') : name;
    case 'member':
      return name === '' ? l10n.t('No member') : name;
    case 'model':
      return name;
    case 'untagged':
      return l10n.t('Untagged');
    case 'unreadable':
      return l10n.t('Tags not readable');
  }
}
