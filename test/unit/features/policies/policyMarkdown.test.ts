import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PolicyDocument } from '../../../../src/core/policies/document';
import { policyTemplates } from '../../../../src/core/policies/templates';
import { policyMarkdown, type PolicyTexts } from '../../../../src/features/policies/policyMarkdown';
import { INPUT } from '../../core/policies/requests';

const TEXTS: PolicyTexts = {
  title: 'Developer',
  warnings: [],
  introduction: 'Attach it.',
  notesHeading: 'Before',
  notes: [],
  statementsHeading: 'What it is for',
  statements: [],
  documentHeading: 'Policy',
};

const policyOf = (resource: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'One', Effect: 'Allow', Action: ['tag:GetResources'], Resource: [resource] }],
});

const withStatement = (sentence: string): PolicyTexts => ({ ...TEXTS, statements: [{ sid: 'One', sentence }] });

describe('a policy as Markdown', () => {
  it('has the title, a sentence for each statement, and the JSON', () => {
    for (const { document, explanations, notes } of policyTemplates(INPUT)) {
      const text = policyMarkdown(document, {
        ...TEXTS,
        notes: notes.map(({ code }) => `Note ${code}.`),
        statements: explanations.map(({ sid, code }) => ({ sid, sentence: `Does ${code}.` })),
      });
      const [, json = ''] = /^```json\n([^]*)\n```$/m.exec(text) ?? [];
      assert.deepEqual(JSON.parse(json), document);
      assert.equal(text.match(/^- \*\*/gm)?.length, document.Statement.length);
      assert.match(text, /^# Developer\n\nAttach it\.\n\n(## Before\n\n(- [A-Z].*\n)+\n)?## What it is for\n\n- \*\*/);
      assert.equal(text.includes('## Before'), notes.length > 0);
    }
  });

  it('begins with what keeps it from working here', () => {
    const text = policyMarkdown(policyOf('x'), { ...TEXTS, warnings: ['It shuts out <b>two</b>.'] });
    assert.match(text, /^# Developer\n\n> ⚠ It shuts out &lt;b&gt;two&lt;\/b&gt;\.\n\nAttach it\.\n/);
    assert.doesNotMatch(policyMarkdown(policyOf('x'), TEXTS), /^>/m);
  });

  it('lets no text out of its place: neither a link nor a tag in a sentence, nor an end of the JSON', () => {
    const text = policyMarkdown(policyOf('```\n# x'), {
      ...withStatement('Read the tag <b>[x](command:y)\n# z.'),
      title: 'a\n<script>',
    });
    assert.ok(text.startsWith('# a &lt;script&gt;\n'));
    assert.ok(text.includes('- **One**: Read the tag &lt;b&gt;\\[x\\](command:y) # z.\n'));
    assert.ok(text.includes('````json\n'));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '~', '\n', '#', 'a') }), (key) => {
        const written = policyMarkdown(policyOf(key), withStatement(`Read the tag ${key}.`));
        assert.equal(written.match(/^#/gm)?.length, 3);
        const [, mark = '', json = ''] = /^(`{3,})json\n([^]*)\n\1\n$/m.exec(written) ?? [];
        assert.ok(!json.includes(mark));
        assert.ok(json.includes(JSON.stringify(key)));
      }),
    );
  });
});
