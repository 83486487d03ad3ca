import type { MarkdownString } from 'vscode';
import type { Snapshot } from '../../store/snapshot';
import { groupTooltip } from './groupTooltip';
import { profileTooltip } from './profileTooltip';
import type { Row } from './treeModel';

/** The tooltip of a row of the tree; undefined where the row has one already, or none. */
export function rowTooltip(row: Row, snapshot: Snapshot): MarkdownString | undefined {
  switch (row.kind) {
    case 'profile':
      return profileTooltip(row.profile, snapshot);
    case 'group':
      return groupTooltip(row, snapshot);
    case 'connection':
    case 'problem':
    case 'action':
      return undefined;
  }
}
