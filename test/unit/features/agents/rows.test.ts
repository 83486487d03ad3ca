import assert from 'node:assert/strict';
import type { Drift } from '../../../../src/agents/drift';
import { severityOf } from '../../../../src/agents/driftSeverity';
import {
  contextValueOf,
  needsAttention,
  profileDirectory,
  rowsOf,
  type AgentReading,
} from '../../../../src/features/agents/rows';
import { owned, profileArn, SONNET } from '../../core/builders';
import { CONNECTED, NOTHING, withProfiles } from '../snapshots';
import { AGENT_IDS } from '../../../../src/agents/agentId';
import { readableBinding, type Binding, type RoleBinding } from '../../../../src/agents/binding';

const mine = owned('jane', 'platform', 'jane.doe');
const other = owned('jane2', 'platform', 'jane.doe');
const johns = owned('john', 'mobile', 'john');
const LISTED = withProfiles([mine, other, johns]);

const role = (model: string, more: Partial<RoleBinding> = {}): RoleBinding => ({
  role: 'main',
  model,
  region: 'eu-west-1',
  file: '/home/jane/.claude/settings.json',
  keyPath: 'model',
  overrides: [],
  ...more,
});

const reading = (binding: Binding, more: Partial<AgentReading> = {}): AgentReading => ({
  agent: binding.agent,
  name: 'Claude Code',
  binding,
  found: [],
  installed: false,
  files: [],
  expected: {},
  changed: false,
  ...more,
});

const bound = (model: string, more: Partial<AgentReading> = {}): AgentReading =>
  reading(readableBinding('claude-code', [role(model)]), more);

const broken: Binding = {
  state: 'broken',
  agent: 'cline',
  models: [],
  file: '/home/jane/.cline/data/globalState.json',
  reason: 'syntax',
  detail: 'line 1',
};

const worst = (one: AgentReading, snapshot = LISTED): Drift | undefined => rowsOf([one], snapshot)[0]?.report.worst;

describe('the rows of agents', () => {
  it('are those that are found: by a file, a program, or an extension', () => {
    const absentBinding: Binding = { state: 'absent', agent: 'aider', models: [] };
    const hidden: Binding = { state: 'hidden', agent: 'zoo', models: [] };
    const rows = rowsOf(
      [
        reading(absentBinding),
        reading(hidden),
        reading({ ...absentBinding, agent: 'kilo' }, { found: ['/usr/bin/kilo'] }),
        reading({ ...hidden }, { installed: true }),
        reading(broken),
        bound(mine.arn),
      ],
      LISTED,
    );
    assert.deepEqual(
      rows.map(({ agent, report }) => [agent, report.worst.kind]),
      [
        ['kilo', 'not-configured'],
        ['zoo', 'unreadable'],
        ['cline', 'unreadable'],
        ['claude-code', 'mine'],
      ],
    );
  });

  it('show the owner of the profile, and whether it is the one that was chosen here', () => {
    assert.equal(worst(bound(mine.arn))?.kind, 'mine');
    assert.equal(worst(bound(johns.arn))?.kind, 'other-owner');
    assert.equal(worst(bound(profileArn('gone00000000')))?.kind, 'deleted');
    assert.equal(worst(bound(`eu.${SONNET}`))?.kind, 'untracked');
    assert.equal(worst(bound(other.arn, { expected: { main: mine.arn } }))?.kind, 'another-of-mine');
  });

  it('report nothing as deleted or as another owner’s before the profiles were listed', () => {
    for (const snapshot of [NOTHING, CONNECTED]) {
      assert.deepEqual(profileDirectory(snapshot).regions, []);
      assert.equal(worst(bound(profileArn('gone00000000')), snapshot)?.kind, 'unknown-profile');
      assert.equal(rowsOf([bound(johns.arn)], snapshot).some(needsAttention), false);
    }
  });

  it('need attention only when something is wrong with what is in use', () => {
    const isShownElsewhere = (one: AgentReading): boolean => rowsOf([one], LISTED).some(needsAttention);
    assert.equal(isShownElsewhere(bound(johns.arn)), true);
    assert.equal(isShownElsewhere(bound(SONNET)), true);
    assert.equal(isShownElsewhere(bound(mine.arn)), false);
    assert.equal(isShownElsewhere(bound(other.arn, { expected: { main: mine.arn } })), false, 'mine is mine');
    assert.equal(isShownElsewhere(reading(broken)), false, 'it may not be in use');
    assert.equal(isShownElsewhere(reading(broken, { changed: true })), true);
    assert.equal(isShownElsewhere(reading({ state: 'hidden', agent: 'zoo', models: [] }, { installed: true })), false);
  });

  it('offer to fix, undo and open where that is possible', () => {
    const context = (one: AgentReading): string => rowsOf([one], LISTED).map(contextValueOf)[0] ?? '';
    assert.equal(context(bound(mine.arn)), 'agent');
    assert.equal(
      context(reading(readableBinding('continue', [role(mine.arn)]))),
      'agent',
      'it is chosen there, not here',
    );
    assert.equal(context(bound(johns.arn, { changed: true, files: ['/f'] })), 'agent+fix+undo+file');
    assert.equal(context(reading(broken, { files: ['/f'] })), 'agent+fix+file+cline');
  });

  it('have a severity for every state', () => {
    const moods = (drifts: readonly Drift[]): readonly string[] => drifts.map(severityOf);
    assert.deepEqual(
      moods([
        { kind: 'mine', profile: mine },
        { kind: 'another-of-mine', profile: mine },
        { kind: 'not-configured' },
        { kind: 'unknown-profile', arn: mine.arn },
        { kind: 'unreadable', reason: 'hidden' },
        { kind: 'unreadable', reason: 'syntax' },
        { kind: 'deleted', arn: mine.arn },
        { kind: 'unknown-selection', profile: mine },
        { kind: 'no-region', expected: 'eu-west-1', profile: mine },
        { kind: 'untracked', reason: 'not-set', role: 'small' },
        { kind: 'other-provider', role: 'act', provider: 'openrouter', wasSet: false },
        { kind: 'other-provider', role: 'act', provider: 'openrouter', wasSet: true },
        { kind: 'reverted' },
        { kind: 'needs-reload', profile: mine },
        { kind: 'caching-off', profile: mine },
        { kind: 'temperature-refused', profile: mine, model: SONNET },
      ]),
      [
        ...['good', 'neutral', 'neutral', 'unknown', 'unknown', 'bad', 'bad', 'neutral', 'bad', 'bad'],
        ...['neutral', 'bad', 'bad', 'bad', 'bad', 'bad'],
      ],
    );
    assert.equal(AGENT_IDS.length, 8);
  });
});
