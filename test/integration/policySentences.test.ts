/** What is said about policies. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EXPLANATION_CODES, NOTE_CODES } from '../../src/core/policies/explanations';
import type { PolicyInput } from '../../src/core/policies/input';
import { policyTemplates, type PolicyTemplate, type TemplateId } from '../../src/core/policies/templates';
import { explanationText, noteText } from '../../src/features/policies/explanationMessages';
import { sizeText, tooLongText } from '../../src/features/policies/messages';
import { INPUT } from '../unit/core/policies/requests';

function template(input: PolicyInput, id: TemplateId): PolicyTemplate {
  const found = policyTemplates(input).find((one) => one.id === id);
  assert.ok(found);
  return found;
}

const explained = (input: PolicyInput, id: TemplateId): string =>
  template(input, id).explanations.map(explanationText).join('\n');
const noted = (input: PolicyInput, id: TemplateId): string => template(input, id).notes.map(noteText).join('\n');

describe('the sentences about policies', () => {
  it('are whole, one for each code', () => {
    const values = ['Team', 'MemberName', 'platform'];
    for (const code of EXPLANATION_CODES) assert.match(explanationText({ code, values }), /^[A-Z][^{}]*\.$/);
    for (const code of NOTE_CODES) assert.match(noteText({ code, values }), /^[A-Z“][^{}]*\.$/);
  });

  it('have the tag keys and the team', () => {
    const text = explained({ ...INPUT, tagKeys: { team: 'Squad', member: 'Dev' } }, 'developer');
    assert.match(text, /your own name in the tag Dev and the team platform in the tag Squad/);
  });

  it('say of deleting that what is nobody’s can be claimed before', () => {
    for (const id of ['developer', 'team-lead'] as const)
      assert.match(
        explained(INPUT, id),
        /A profile without a (name|team) can be claimed first: IAM can’t distinguish that from/,
      );
  });

  it('say what the member tag has to be, and what else is to be known', () => {
    assert.match(
      noted(INPUT, 'developer'),
      /its tag MemberName exactly equals the attribute email of the session, such as jane\.doe@/,
    );
    assert.match(
      noted({ ...INPUT, exampleMember: 'x@acme.example' }, 'developer'),
      /such as x@acme\.example, and not a short name/,
    );
    const nick = { kind: 'identity-center', memberAttribute: 'nick' } as const;
    assert.match(noted({ ...INPUT, identity: nick }, 'developer'), /equals the attribute nick of the session\./);
    const userid = noted(
      { ...INPUT, identity: { kind: 'userid' }, exampleMember: 'AROAX:jane@acme.example' },
      'developer',
    );
    assert.match(userid, /equals the whole aws:userid, such as AROAX:jane@acme\.example/);
    assert.match(userid, /including existing ones/);
  });

  it('say what enforcement does not cover, and less where more is denied', () => {
    for (const id of ['enforce-identity', 'enforce-scp'] as const) {
      assert.equal(noted(INPUT, id).includes('doesn’t cover batch'), id === 'enforce-identity');
      assert.match(noted(INPUT, id), /doesn’t cover provisioned, imported and custom models/);
      const less = noted({ ...INPUT, denyOtherModels: true }, id);
      assert.doesNotMatch(less, /doesn’t cover/);
      assert.match(
        less,
        id === 'enforce-scp' ? /doesn’t apply to service-linked roles/ : /only to identities that it is attached to/,
      );
    }
  });

  it('say how long a policy is, and that it is too long', () => {
    const { kind, size } = template(INPUT, 'enforce-scp');
    assert.match(sizeText({ kind, size }), /^[\d,.]+ of 5.120 characters that AWS allows/);
    assert.match(tooLongText({ bytes: 6000, limit: 5120, exceeded: true }), /6.000 characters, and AWS allows 5.120/);
  });
});
