import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explained, sentenceOf, type Part } from '../../../../src/core/policies/document';
import { policyMarkdown, type PolicyTexts } from '../../../../src/core/policies/markdown';
import type { PolicyInput } from '../../../../src/core/policies/input';
import { policyTemplates } from '../../../../src/core/policies/templates';
import { INPUT } from './requests';

const TEXTS: PolicyTexts = {
  title: 'Developer',
  notes: 'Before',
  warnings: [],
  introduction: 'Attach it.',
  statements: 'What it is for',
  document: 'Policy',
  sentence: sentenceOf,
  tooLong: (bytes, limit) => `${bytes} bytes, ${limit} at most`,
};

const part = (key: string, values: readonly string[] = []): Part => ({
  statement: { Sid: 'One', Effect: 'Allow', Action: ['tag:GetResources'], Resource: [key] },
  sentence: 'Read the tag {0}.',
  values,
});

describe('a policy as Markdown', () => {
  it('has the title, a sentence for each statement, and the JSON', () => {
    for (const policy of policyTemplates(INPUT)) {
      const text = policyMarkdown(policy, TEXTS);
      const [, json = ''] = /^```json\n([^]*)\n```$/m.exec(text) ?? [];
      assert.deepEqual(JSON.parse(json), policy.document);
      assert.equal(text.match(/^- \*\*/gm)?.length, policy.document.Statement.length);
      assert.match(text, /^# Developer\n\nAttach it\.\n\n(## Before\n\n(- [A-Z].*\n)+\n)?## What it is for\n\n- \*\*/);
      assert.equal(text.includes('## Before'), policy.notes.length > 0);
      assert.ok(!/\{\d\}/.test(text.slice(0, text.indexOf('```'))));
    }
  });

  it('says the tag keys in the sentences', () => {
    const developer = policyTemplates({ ...INPUT, tagKeys: { team: 'Squad', member: 'Dev' } })[0];
    assert.ok(developer);
    const text = policyMarkdown(developer, TEXTS);
    assert.match(text, /your own name in its tag Dev and the team platform in its tag Squad/);
  });

  it('says before the statements what the member tag has to be, and what else is to be known', () => {
    const notesOf = (input: PolicyInput): string => {
      const developer = policyTemplates(input)[0];
      assert.ok(developer);
      const text = policyMarkdown(developer, TEXTS);
      return text.slice(text.indexOf('## Before'), text.indexOf('## What it is for'));
    };
    assert.match(
      notesOf(INPUT),
      /its tag MemberName is exactly what the attribute email of the session says, letter by letter: such as jane\.doe@/,
    );
    assert.match(
      notesOf({ ...INPUT, exampleMember: 'x@acme.example' }),
      /such as x@acme\.example, and not a short name/,
    );
    const nick = { kind: 'identity-center', memberAttribute: 'nick' } as const;
    assert.match(
      notesOf({ ...INPUT, identity: nick }),
      /what the attribute nick of the session says, letter by letter\./,
    );
    const userid = notesOf({ ...INPUT, identity: { kind: 'userid' }, exampleMember: 'AROAX:jane@acme.example' });
    assert.match(userid, /is the whole aws:userid, letter by letter: such as AROAX:jane@acme\.example/);
    assert.match(userid, /also one that was made earlier/);
  });

  it('begins with what keeps it from working here', () => {
    const developer = policyTemplates(INPUT)[0];
    assert.ok(developer);
    const text = policyMarkdown(developer, { ...TEXTS, warnings: ['It shuts out <b>two</b>.'] });
    assert.match(text, /^# Developer\n\n> ⚠ It shuts out &lt;b&gt;two&lt;\/b&gt;\.\n\nAttach it\.\n/);
  });

  it('says that a policy is longer than AWS takes', () => {
    const long = explained('scp', [part('x'.repeat(6000))]);
    assert.match(policyMarkdown(long, TEXTS), /^> \d{4} bytes, 5120 at most$/m);
    assert.doesNotMatch(policyMarkdown(explained('scp', [part('x')]), TEXTS), /^>/m);
  });

  it('lets no text out of its place: neither a link nor a tag in a sentence, nor an end of the JSON', () => {
    const policy = explained('identity', [part('```\n# x', ['<b>[x](command:y)\n# z'])]);
    const text = policyMarkdown(policy, { ...TEXTS, title: 'a\n<script>' });
    assert.ok(text.startsWith('# a &lt;script&gt;\n'));
    assert.ok(text.includes('- **One**: Read the tag &lt;b&gt;\\[x\\](command:y) # z.\n'));
    assert.ok(text.includes('````json\n'));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '~', '\n', '#', 'a') }), (key) => {
        const written = policyMarkdown(explained('identity', [part(key, [key])]), TEXTS);
        assert.equal(written.match(/^#/gm)?.length, 3);
        const [, mark = '', json = ''] = /^(`{3,})json\n([^]*)\n\1\n$/m.exec(written) ?? [];
        assert.ok(!json.includes(mark));
        assert.ok(json.includes(JSON.stringify(key)));
      }),
    );
  });
});
