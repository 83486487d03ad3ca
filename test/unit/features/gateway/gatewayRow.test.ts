import '../../../vscodeStandIn';
import assert from 'node:assert/strict';
import {
  gatewayContextValue,
  gatewayRows,
  refusalContextValue,
  refusalRows,
  remedyOf,
  type GatewayState,
  type RunningGatewayState,
} from '../../../../src/features/gateway/gatewayRow';
import {
  gatewayLabel,
  gatewaySentence,
  refusalLabel,
  refusalRemedyText,
} from '../../../../src/features/gateway/messages';
import { refusal, type RefusalCode } from '../../../../src/gateway/refusals';

const NOW = Date.UTC(2026, 10, 30, 12);
const RUNNING: RunningGatewayState = {
  kind: 'running',
  port: 21234,
  version: '0.1.0',
  startedAt: NOW - 3_600_000,
  callsToday: 12,
  stays: false,
  places: [{ awsProfile: 'acme-dev', region: 'us-east-1' }],
  refusals: [],
};
const EXPIRED = { ...RUNNING, places: [{ awsProfile: 'acme-dev', region: 'us-east-1', problem: 'sso-expired' }] };
const CLINE = ['Cline'];

const rowOf = (state: GatewayState, agents: readonly string[] = CLINE) => {
  const [row] = gatewayRows(state, agents);
  assert.ok(row);
  return row;
};

/** All codes, as the compiler holds them complete. */
const CODES: Readonly<Record<RefusalCode, true>> = {
  'no-profile': true,
  'not-mine': true,
  'unknown-profile': true,
  'other-place': true,
  residency: true,
  tags: true,
  unsupported: true,
  address: true,
  origin: true,
  secret: true,
  operation: true,
  model: true,
  account: true,
  expired: true,
  credentials: true,
  unreachable: true,
  settings: true,
  'too-large': true,
};

describe('the gateway’s row', () => {
  it('is there where an agent uses the gateway, or where one runs', () => {
    assert.deepEqual(gatewayRows({ kind: 'stopped' }, []), []);
    assert.deepEqual(gatewayRows({ kind: 'starting' }, []), []);
    assert.equal(gatewayRows({ kind: 'stopped' }, CLINE).length, 1);
    assert.equal(gatewayRows(RUNNING, []).length, 1);
  });

  it('says in a few words what the state is', () => {
    assert.equal(gatewayLabel(RUNNING), '127.0.0.1:21234 · 12 calls today');
    assert.equal(gatewayLabel({ ...RUNNING, callsToday: 1 }), '127.0.0.1:21234 · 1 call today');
    assert.equal(gatewayLabel(EXPIRED), 'AWS sign-in expired');
    assert.equal(gatewayLabel({ kind: 'stopped' }), 'not running');
    assert.equal(gatewayLabel({ kind: 'stranger', port: 21234 }), 'port 21234 is used by another program');
  });

  it('says what follows for the agents, and what to do', () => {
    assert.match(gatewaySentence(rowOf({ kind: 'stopped' }), 'en'), /requests of Cline fail or hang\. Start it/);
    assert.match(gatewaySentence(rowOf({ kind: 'stranger', port: 1 }), 'en'), /no longer accepts their secrets/);
    assert.match(gatewaySentence(rowOf(RUNNING), 'en'), /^The gateway has been running at 127\.0\.0\.1:21234 since /);
  });

  it('offers what helps by its context value', () => {
    const valueOf = (state: GatewayState, agents = CLINE): string => gatewayContextValue(rowOf(state, agents));
    assert.equal(valueOf(RUNNING), 'gateway+running+used');
    assert.equal(valueOf(RUNNING, []), 'gateway+running');
    assert.equal(valueOf(EXPIRED), 'gateway+running+used+signIn');
    assert.equal(rowOf(EXPIRED).awsProfile, 'acme-dev');
    const denied = { ...RUNNING, places: [{ awsProfile: 'acme-dev', region: 'us-east-1', problem: 'denied' }] };
    assert.equal(valueOf(denied), 'gateway+running+used', 'signing in again does not help');
    assert.equal(valueOf({ kind: 'stranger', port: 1 }), 'gateway+stranger+used');
  });
});

describe('the gateway’s last refusal', () => {
  const withRefusal = (time: number, code: string) =>
    rowOf({ ...RUNNING, refusals: [{ time, code, what: 'anthropic.claude-opus-4-8' }] });

  it('is shown for an hour', () => {
    assert.equal(refusalRows(withRefusal(NOW - 60_000, 'no-profile'), NOW).length, 1);
    assert.equal(refusalRows(withRefusal(NOW - 3_700_000, 'no-profile'), NOW).length, 0);
    assert.deepEqual(refusalRows(rowOf({ kind: 'stopped' }), NOW), []);
  });

  it('names its remedy', () => {
    const row = refusalRows(withRefusal(NOW, 'no-profile'), NOW)[0];
    assert.ok(row);
    assert.equal(refusalContextValue(row), 'refusal+create');
    assert.equal(refusalLabel(row.refusal), 'no profile for anthropic.claude-opus-4-8');
    assert.match(refusalRemedyText(row.refusal), /^Create your profile for this model/);
  });

  it('has words for each refusal, and words for each remedy', () => {
    for (const code of Object.keys(CODES) as RefusalCode[]) {
      assert.notEqual(refusal(code).message, '');
      assert.notEqual(refusalLabel({ time: NOW, code, what: 'x' }), code, code);
      const text = refusalRemedyText({ time: NOW, code, what: 'x' });
      assert.equal(text === '', remedyOf({ code }) === 'none', code);
    }
  });
});
