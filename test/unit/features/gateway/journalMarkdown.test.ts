import '../../../vscodeStandIn';
import assert from 'node:assert/strict';
import type { CallRecord } from '../../../../src/core/gateway/callRecord';
import { journalMarkdown, type JournalOptions } from '../../../../src/features/gateway/journalMarkdown';

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghijkl';
const CALL: CallRecord = {
  id: '1',
  time: Date.UTC(2026, 10, 30, 12),
  agent: 'cline',
  awsProfile: 'acme-dev',
  account: '111122223333',
  region: 'us-east-1',
  operation: 'converse-stream',
  model: 'anthropic.claude-sonnet-5',
  profile: PROFILE,
  status: 200,
  durationMs: 2345,
  firstTokenMs: 678,
  counting: 'exact',
  tokens: { input: 1200, output: 34, cacheRead: 5000, cacheWrite: 0 },
};
const OPTIONS: JournalOptions = {
  locale: 'en-US',
  folder: '/home/jane/journal',
  agentName: (id) => (id === 'cline' ? 'Cline' : id),
  profileName: (arn) => (arn === PROFILE ? 'platform-jane-sonnet' : undefined),
};
const rowsOf = (calls: readonly CallRecord[]): readonly string[] =>
  journalMarkdown(calls, OPTIONS)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| :') && !line.startsWith('| Time'));

describe('the journal as a document', () => {
  it('names agent, model and profile as people know them', () => {
    const [row = ''] = rowsOf([CALL]);
    assert.match(row, /\| Cline \| Claude Sonnet 5 \| platform-jane-sonnet \| 1,200 \| 34 \| 5,000 \| 0 \| exact \|/);
    assert.match(row, /\| 0\.7 \| 2\.3 \| 200 \|$/);
  });

  it('has the newest call first', () => {
    const later = { ...CALL, id: '2', time: CALL.time + 60_000, agent: 'opencode' };
    assert.deepEqual(
      rowsOf([CALL, later]).map((row) => row.split(' | ')[1]),
      ['opencode', 'Cline'],
    );
  });

  it('says what was not counted, not attributed or not answered', () => {
    const lost = { ...CALL, profile: undefined, tokens: undefined, status: 0, error: 'reset' };
    const [row = ''] = rowsOf([{ ...lost, counting: 'unknown', clientLeft: true }]);
    assert.deepEqual(
      row
        .split('|')
        .slice(4, 10)
        .map((cell) => cell.trim()),
      ['none', '', '', '', '', 'unknown'],
    );
    assert.match(row, /no response · reset · ended by the agent/);
  });

  it('shows another program’s words as text', () => {
    const [row = ''] = rowsOf([{ ...CALL, agent: '[x](http://x) | `y`' }]);
    assert.ok(!row.includes('[x](http://x)'));
    assert.ok(!row.includes(' | `y`'));
  });

  it('says so where there is none', () => {
    assert.match(journalMarkdown([], OPTIONS), /No calls yet\./);
  });
});
