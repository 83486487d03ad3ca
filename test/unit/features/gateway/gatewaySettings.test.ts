import assert from 'node:assert/strict';
import { region } from '../../../../src/core/ids';
import { DEFAULT_OWNER_KEYS } from '../../../../src/core/profiles/profile';
import { gatewaySettings, type UserRules } from '../../../../src/features/gateway/gatewaySettings';
import { DEFAULT_GATEWAY_SETTINGS } from '../../../../src/gateway/settings';

const RULES: UserRules = {
  member: '',
  allowedRegions: ['us-east-1'],
  requiredTags: { Project: ['orchard'] },
  passThrough: false,
  othersProfiles: false,
};

const windowOf = (awsProfile: string, myNames: readonly string[]) => ({
  choice: { awsProfile, region: region('us-east-1'), endpoint: '' },
  ownership: { keys: DEFAULT_OWNER_KEYS, myNames, filter: {}, myTeam: '' },
});

describe('what windows write for the gateway', () => {
  it('is the connection and the rules of the user', () => {
    assert.deepEqual(gatewaySettings(windowOf('dev', ['jane']), RULES, DEFAULT_GATEWAY_SETTINGS), {
      ownerKeys: DEFAULT_OWNER_KEYS,
      myNames: ['jane'],
      allowedRegions: ['us-east-1'],
      requiredTags: { Project: ['orchard'] },
      passThrough: false,
      othersProfiles: false,
      connection: { awsProfile: 'dev', region: 'us-east-1', endpoint: '' },
    });
  });

  it('has my names in all accounts that windows are connected to', () => {
    const first = gatewaySettings(windowOf('dev', ['jane', 'jane.doe']), RULES, DEFAULT_GATEWAY_SETTINGS);
    const second = gatewaySettings(windowOf('prod', ['jdoe', 'jane']), RULES, first);
    assert.deepEqual(second.myNames, ['jdoe', 'jane', 'jane.doe']);
    assert.equal(second.connection?.awsProfile, 'prod');
  });

  it('has no other name where mine is set by hand', () => {
    const before = { ...DEFAULT_GATEWAY_SETTINGS, myNames: ['jane', 'somebody'] };
    const settings = gatewaySettings(windowOf('dev', ['Jane Doe']), { ...RULES, member: 'Jane Doe' }, before);
    assert.deepEqual(settings.myNames, ['Jane Doe']);
  });
});
