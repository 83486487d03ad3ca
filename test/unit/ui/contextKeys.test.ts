import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import '../../vscodeStandIn';
import { region } from '../../../src/core/ids';
import { Problem } from '../../../src/core/problem';
import { welcomeState } from '../../../src/ui/contextKeys';

describe('What the view of profiles shows without rows', () => {
  const choice = { awsProfile: 'acme', region: region('eu-west-1'), endpoint: '' };
  const noCaller = { loading: false };

  it('is the welcome while no AWS profile is chosen', () => {
    assert.equal(welcomeState({ choice: undefined, caller: noCaller }, false), 'idle');
  });

  it('is that it connects where one is chosen, from the start: no button goes away under the user’s hands', () => {
    assert.equal(welcomeState({ choice: undefined, caller: noCaller }, true), 'connecting');
    assert.equal(welcomeState({ choice, caller: noCaller }, true), 'connecting');
  });

  it('is the problem that connecting has led to', () => {
    const caller = { ...noCaller, problem: new Problem('denied') };
    assert.equal(welcomeState({ choice, caller }, true), 'denied');
  });
});
