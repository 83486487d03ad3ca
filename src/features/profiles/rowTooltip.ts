import type { MarkdownString } from 'vscode';
import type { Snapshot } from '../../store/snapshot';
import { groupTooltip } from './groupTooltip';
import { profileTooltip } from './profileTooltip';
import type { Row } from './treeModel';

/** What a row of the tree says when asked; undefined where the row has its own words already, or none. */
export function rowTooltip(row: Row, snapshot: Snapshot): MarkdownString | undefined {
  switch (row.kind) {
    case 'profile':
      return profileTooltip(row.profile, snapshot);
    case 'group':
      return groupTooltip(row, snapshot);
    case 'connection':
    case 'problem':
    case 'way':
      return undefined;
  }
}
