import { l10n } from 'vscode';
import { noMemberText, noTeamText, untaggedText } from '../../ui/messages/common';
import { unknownModel } from '../../ui/labels';
import type { Row } from './treeModel';

/** What a group's row is called. */
export function groupLabel({ group, name }: Extract<Row, { kind: 'group' }>): string {
  switch (group) {
    case 'mine':
    case 'none':
    case 'filtered':
      return l10n.t('Mine');
    case 'team':
      return name === '' ? noTeamText() : name;
    case 'member':
      return name === '' ? noMemberText() : name;
    case 'model':
      return name === '' ? unknownModel() : name;
    case 'untagged':
      return untaggedText();
    case 'unreadable':
      return l10n.t('Tags not readable');
  }
}
