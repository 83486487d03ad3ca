import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explained, sentenceOf, type Part } from '../../../src/core/policies/document';
import { policyMarkdown, type PolicyTexts } from '../../../src/core/policies/markdown';
import { policyTemplates } from '../../../src/core/policies/templates';
import { INPUT } from './policies/requests';

const TEXTS: PolicyTexts = {
  title: 'Developer',
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
      assert.ok(text.startsWith('# Developer\n\n## What it is for\n\n- **'));
      assert.ok(!/\{\d\}/.test(text.slice(0, text.indexOf('```'))));
    }
  });

  it('says the tag keys in the sentences', () => {
    const developer = policyTemplates({ ...INPUT, tagKeys: { team: 'Squad', member: 'Dev' } })[0];
    assert.ok(developer);
    const text = policyMarkdown(developer, TEXTS);
    assert.match(text, /your own name in its tag Dev and the team platform in its tag Squad/);
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
