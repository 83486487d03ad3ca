import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Drift } from '../../src/agents/drift';
import type { Need } from '../../src/agents/changes/plan';
import type { AgentProblemCode } from '../../src/agents/problem';
import type { AtStartOutcome } from '../../src/agents/changes/applyAtStart';
import type { WarningCode } from '../../src/agents/warnings';
import {
  outcomeSentence,
  atStartSentence,
  overriddenAfterChange,
  overriddenUnchanged,
} from '../../src/features/agents/messages/changes';
import { changeDocument } from '../../src/features/agents/changeMarkdown';
import { needText, noteOf } from '../../src/features/agents/messages/warnings';
import { driftLabel, driftSentence } from '../../src/features/agents/messages/drift';
import { agentProblemSentence, brokenSentence } from '../../src/features/agents/messages/problems';
import { overrideText, roleText } from '../../src/features/agents/messages/roles';
import { driftIcon } from '../../src/features/agents/rowIcons';
import { ONE } from '../unit/agents/machine';
import { owned } from '../unit/core/builders';
import { AGENT_IDS } from '../../src/agents/agentId';
import type { BrokenReason } from '../../src/agents/documents/document';
import type { Override } from '../../src/agents/binding';

/** All keys of a union, each of which the compiler asks for. */
const all = <Key extends string>(keys: Readonly<Record<Key, true>>): readonly Key[] => Object.keys(keys) as Key[];

const WARNINGS = all<WarningCode>({
  'no-prompt-caching': true,
  'temperature-refused': true,
  'thinking-off': true,
  'variable-wins': true,
  'file-wins': true,
  'goes-past': true,
  'shared-with-team': true,
  'provider-disabled': true,
  'limits-unknown': true,
  'prices-unknown': true,
  'needs-profile': true,
  'proxy-carries-calls': true,
  'written-elsewhere': true,
  'not-claude': true,
  'no-longer-maintained': true,
  'not-tried': true,
  'other-windows': true,
  'open-tasks-keep-model': true,
  'roles-not-separate': true,
  'not-started-yet': true,
  'other-credentials': true,
  endpoint: true,
  'choose-in-agent': true,
  unresolved: true,
  'model-blocked': true,
  'setting-wins': true,
  'hides-list': true,
  'temperature-sent': true,
  'running-task': true,
});
const PROBLEMS = all<AgentProblemCode>({
  broken: true,
  'changed-since': true,
  'read-only': true,
  'not-writable': true,
  'not-as-written': true,
  'regions-differ': true,
  'aws-profiles-differ': true,
  'needs-aws-profile': true,
  'cannot-edit': true,
  'no-such-scope': true,
  'leaves-folder': true,
  'not-trusted': true,
  'backup-lost': true,
  'secret-gone': true,
  'secret-in-git': true,
  'no-gateway-setting': true,
  'half-done': true,
});
const BROKEN = all<BrokenReason>({
  'not-a-file': true,
  'not-readable': true,
  'too-large': true,
  'not-text': true,
  empty: true,
  syntax: true,
  'not-an-object': true,
  'duplicate-keys': true,
  'several-documents': true,
  schema: true,
  'dangling-link': true,
});

const profile = owned('jane', 'platform', 'jane.doe');
const DRIFTS: readonly Drift[] = [
  { kind: 'mine', profile },
  { kind: 'another-of-mine', profile },
  { kind: 'other-owner', profile, owner: { team: 'mobile', member: 'john' } },
  { kind: 'other-owner', profile, owner: { team: undefined, member: undefined } },
  { kind: 'deleted', arn: profile.arn },
  { kind: 'unknown-profile', arn: profile.arn },
  { kind: 'untracked', reason: 'system-profile', model: 'eu.anthropic.claude-sonnet-4-6' },
  { kind: 'untracked', reason: 'model', model: 'anthropic.claude-sonnet-4-6' },
  { kind: 'untracked', reason: 'not-set', role: 'small' },
  { kind: 'unknown-selection', profile },
  { kind: 'blocked', file: '/f', keyPath: 'provider.amazon-bedrock.whitelist', model: profile.arn },
  { kind: 'unresolved', of: 'model', reference: '[env:MY_ARN]' },
  { kind: 'unresolved', of: 'region', reference: '[env:AWS_REGION]' },
  { kind: 'no-region', expected: 'eu-west-1', profile },
  {
    kind: 'wrong-base-model',
    model: 'us.anthropic.claude-sonnet-4-6',
    expected: 'anthropic.claude-sonnet-4-6',
    profile,
  },
  { kind: 'wrong-region', region: 'us-east-1', expected: 'eu-west-1', profile },
  {
    kind: 'wrong-base-model',
    model: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    expected: 'anthropic.claude-sonnet-4-6',
    profile,
  },
  { kind: 'other-provider', role: 'act', provider: 'openrouter', wasSet: false },
  { kind: 'other-provider', role: 'act', provider: 'openrouter', wasSet: true },
  { kind: 'reverted' },
  { kind: 'reverted', model: 'us.anthropic.claude-sonnet-5' },
  { kind: 'needs-reload', profile },
  { kind: 'caching-off', profile },
  { kind: 'temperature-refused', profile, model: 'anthropic.claude-sonnet-5' },
  { kind: 'through-gateway', profile, model: 'anthropic.claude-sonnet-4-6' },
  { kind: 'gateway-no-profile', model: 'anthropic.claude-sonnet-4-6' },
  { kind: 'other-gateway', url: 'http://127.0.0.1:8000', expected: 'http://127.0.0.1:8317' },
  { kind: 'gateway-no-secret', url: 'http://127.0.0.1:8317' },
  { kind: 'gateway-stopped', url: 'http://127.0.0.1:8317' },
  { kind: 'gateway-stranger', url: 'http://127.0.0.1:8317' },
  { kind: 'not-configured' },
  { kind: 'unreadable', reason: 'hidden' },
  { kind: 'unreadable', reason: 'syntax', file: '/f', detail: 'line 3' },
];

/** A whole sentence, with every gap filled in. */
function isSentence(text: string): void {
  assert.match(text, /^[^\s{}].*[^{}]$/s, text);
  assert.doesNotMatch(text, /\{\d|undefined|\[object| {2}/, text);
}

const DATA = {
  where: 'Cline',
  model: 'anthropic.claude-sonnet-5',
  variable: 'ANTHROPIC_MODEL',
  of: 'model',
  value: 'x',
  file: '/f.json',
  instead: '/g.json',
  keyPath: 'a.b',
  agent: 'Continue',
  setting: 'claudeCode.selectedModel',
  reference: '[env:MY_ARN]',
  count: '2',
  name: 'Claude Sonnet 5 (profile)',
  endpoint: 'https://vpce-1.bedrock-runtime.eu-west-1.vpce.amazonaws.com',
};

describe('what is said of agents', () => {
  it('is a sentence and a title for every warning, each its own', () => {
    const notes = WARNINGS.map((code) => noteOf({ code, data: DATA }));
    for (const { title, text } of notes) {
      isSentence(text);
      assert.match(text, /[.]$/, text);
      assert.ok(title.length > 0 && title.length <= 40, title);
    }
    assert.equal(new Set(notes.map(({ text }) => text)).size, WARNINGS.length);
    const caching = [
      { where: 'Continue' },
      { where: 'next' },
      { where: 'next', but: 'temperature' },
      { where: 'next and CLI' },
      { where: 'next and CLI', but: 'temperature' },
    ].map((data) => noteOf({ code: 'no-prompt-caching', data }).text);
    for (const text of caching) isSentence(text);
    assert.equal(new Set(caching).size, caching.length);
    for (const of of ['region', 'awsProfile'])
      isSentence(noteOf({ code: 'variable-wins', data: { ...DATA, of } }).text);
  });

  it('is a sentence for every problem with a file', () => {
    const sentences = PROBLEMS.map((code) =>
      agentProblemSentence({ code, detail: { path: '/f.json', paths: ['/a'] } }),
    );
    const broken = BROKEN.map((reason) => brokenSentence('/f.json', reason, 'line 3'));
    for (const text of [...sentences, ...broken]) isSentence(text);
    for (const where of ['', 'aliases', 'nested too deep'])
      for (const reason of BROKEN) isSentence(brokenSentence('/f.json', reason, where));
    assert.equal(new Set([...sentences, ...broken]).size, PROBLEMS.length + BROKEN.length);
  });

  it('is a label, a sentence and an icon for every state, before and after the profiles are listed', () => {
    for (const listed of [true, false])
      for (const drift of DRIFTS) {
        isSentence(driftLabel(drift, listed));
        isSentence(driftSentence('Cline', drift, listed));
        assert.match(driftIcon(drift), /^[a-z-]+$/);
      }
    const others = DRIFTS.filter(({ kind }) => kind !== 'mine');
    for (const drift of others) assert.notEqual(driftIcon(drift), driftIcon({ kind: 'mine', profile }));
  });

  it('is a word for every kind of work, and a sentence for what wins over a file', () => {
    for (const agent of AGENT_IDS) assert.equal(roleText(agent, 'my-own-agent'), 'my-own-agent');
    assert.equal(roleText('cline', 'act'), 'Acting');
    assert.equal(roleText('continue', 'main'), 'main', 'there it is the name that somebody gave');
    for (const kind of ['variable', 'file'] as const)
      for (const of of ['model', 'region', 'awsProfile', 'credentials'] as const) {
        const override: Override = { kind, of, name: 'NAME', value: 'x' };
        isSentence(overrideText(override));
      }
  });

  it('is a sentence for what takes precedence over a file that was changed', () => {
    const sources = [
      { kind: 'variable', name: 'ANTHROPIC_MODEL' },
      { kind: 'setting', name: 'claudeCode.selectedModel' },
      { kind: 'file', file: '/f.json' },
      { kind: 'key', keyPath: 'model', file: '/f.json' },
      { kind: 'unknown' },
    ] as const;
    const sentences = sources.flatMap((source) => [
      overriddenAfterChange('Cline', 'jane-sonnet', source),
      overriddenUnchanged('Cline', 'jane-sonnet', source),
    ]);
    for (const text of sentences) isSentence(text);
    assert.equal(new Set(sentences).size, 2 * sources.length);
  });

  it('is a sentence for what is left to do, and for what came of it after the reload', () => {
    for (const need of all<Need>({
      'reload-window': true,
      'restart-sessions': true,
      'call-extension': true,
      stage: true,
    }))
      isSentence(needText(need) ?? 'Nothing is said of it.');
    const outcomes = all<AtStartOutcome>({
      written: true,
      same: true,
      chosen: true,
      left: true,
      failed: true,
      expired: true,
    });
    for (const outcome of outcomes) isSentence(outcomeSentence('Cline', ['same', outcome]));
    for (const kind of ['use', 'undo'] as const) {
      const pending = { agent: 'cline', kind, title: 'jane-sonnet' } as const;
      assert.equal(atStartSentence({ state: 'none' }, 'Cline', pending), undefined);
      assert.equal(atStartSentence({ state: 'waiting' }, 'Cline', pending), undefined);
      isSentence(atStartSentence({ state: 'held' }, 'Cline', pending) ?? '');
      isSentence(atStartSentence({ state: 'reverted', file: '/f', keys: ['a'] }, 'Cline', pending) ?? '');
      isSentence(atStartSentence({ state: 'not-written', outcomes }, 'Cline', pending) ?? '');
    }
  });

  it('holds nothing that another program’s file could turn into a link, a picture or HTML', () => {
    const evil = '<img src=x onerror=alert(1)> [click](command:bad) ![p](https://example.com/p.png) `code` | cell';
    const changes = [{ keyPath: evil, before: evil, after: evil }];
    const text = changeDocument(
      { target: ONE, warnings: [{ code: 'file-wins', data: { file: evil } }], needs: [] },
      [{ path: evil, isNew: false, changes }],
      { title: evil, state: evil, notes: [] },
    );
    assert.doesNotMatch(text, /<img|[^\\]\[click|[^\\]!\[|https:\/\//);
    assert.equal(text.split('\n').filter((line) => line.startsWith('| ')).length, 6, 'no cell breaks its table');
  });
});
