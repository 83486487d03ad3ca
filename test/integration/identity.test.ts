/** By which names a member tag is mine. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Memento } from 'vscode';
import { accountId, arn } from '../../src/core/ids';
import { Identity } from '../../src/features/connection/identity';

const NOTHING: Memento = {
  keys: () => [],
  get: <Value>(_: string, other?: Value) => other as Value,
  update: () => Promise.resolve(),
};
const jane = {
  account: accountId('111122223333'),
  arn: arn('arn:aws:sts::111122223333:assumed-role/Developer/jane.doe@acme.example'),
  userId: 'AROAEXAMPLEJANE00001:jane.doe@acme.example',
};

describe('my names', () => {
  const names = (sample: boolean): readonly string[] => new Identity(NOTHING).memberNames(jane, sample);

  it('are the session’s, whole and short, and the one that a policy may ask for', () => {
    assert.deepEqual(names(false), ['jane.doe@acme.example', 'jane.doe', jane.userId]);
    assert.deepEqual(names(true), names(false));
  });

  it('are none before it is known who is connected', () => {
    assert.deepEqual(new Identity(NOTHING).memberNames(undefined, false), []);
  });
});
