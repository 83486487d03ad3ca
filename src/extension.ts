/**
 * Registers each feature, in the order in which they need each other. Nothing is awaited here, and AWS is not called.
 */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type * as vscode from 'vscode';
import { applyScheduled } from './agents/changes/applyAtStart';
import { scheduleFolderFor } from './agents/changes/scheduleFolder';
import { DEFAULT_OWNER_KEYS } from './core/profiles/profile';
import { registerAgents } from './features/agents/register';
import { registerAlerts } from './features/alerts/register';
import { registerBudgets } from './features/budgets/register';
import { registerClineGuide } from './features/clineGuide/register';
import { registerConnection } from './features/connection/register';
import { registerCostAllocationTags } from './features/costAllocationTags/register';
import { registerCreateProfile } from './features/createProfile/register';
import { registerDiagnose } from './features/diagnose/register';
import { registerExport } from './features/export/register';
import { registerGateway } from './features/gateway/register';
import { registerPolicies } from './features/policies/register';
import { registerPrices } from './features/prices/register';
import { registerProfiles } from './features/profiles/register';
import { registerSampleData } from './features/sampleData/register';
import { registerStatusBar } from './features/statusBar/register';
import { registerUsage } from './features/usage/register';
import { registerVerify } from './features/verify/register';
import { Poller } from './store/poller';
import { Store } from './store/store';
import { afterActivation } from './ui/afterActivation';
import { registerContextKeys } from './ui/contextKeys';
import { runInBackground } from './ui/errorBoundary';
import { Log } from './ui/log';
import { POLL_INTERVALS, registerPolling } from './ui/polling';
import { setting } from './ui/settings/settings';
import { WorkspaceChoices } from './ui/settings/workspaceChoices';

/** Found by where the extension is installed: before activation VS Code passes nothing. */
const SCHEDULE_FOLDER = scheduleFolderFor(
  { home: homedir(), env: process.env },
  process.platform,
  resolve(import.meta.dirname, '../..'),
);

// At once, before Cline reads its settings: nothing later than the loading of this module is sure to be early enough.
const APPLIED_AT_START = applyScheduled(SCHEDULE_FOLDER);

export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const choices = new WorkspaceChoices(context.workspaceState);
  const store = new Store({
    now: Date.now,
    // Whose profiles are the user's is set by the connection's feature, after activation.
    ownership: { keys: DEFAULT_OWNER_KEYS, myNames: [], filter: {}, myTeam: '' },
    overrides: () => setting('prices.overrides'),
  });
  const poller = new Poller(store, POLL_INTERVALS, Date.now);
  context.subscriptions.push(log, store, poller);
  registerPolling(context, store, poller);

  const { connection, identity } = registerConnection(context, { log, store, poller, choices });
  registerContextKeys(context, store, choices);
  const exploreSampleData = registerSampleData(context, { log, store, poller, connection });
  const budgets = registerBudgets(context, { log, store, poller });
  const gateway = registerGateway(context, { log, store });
  const agents = registerAgents(context, {
    log,
    store,
    connection,
    gateway,
    scheduleFolder: SCHEDULE_FOLDER,
    appliedAtStart: APPLIED_AT_START,
  });
  registerStatusBar(context, { log, store, budgets, agents });
  const tree = registerProfiles(context, { log, store, poller, connection, choices, agents });
  registerUsage(context, { log, store, poller, connection, budgets });
  registerCreateProfile(context, { log, store, connection, identity, tree });
  registerClineGuide(context, { log, store, connection });
  registerPrices(context, { log, store, connection });
  registerAlerts(context, { log, store, connection });
  registerCostAllocationTags(context, { log, store, connection });
  registerExport(context, { log, store, connection });
  registerPolicies(context, { log, store, connection });
  const verifications = registerVerify(context, { log, store, connection });
  registerDiagnose(context, { log, store, connection, agents, verifications });

  const onSampleData = process.env.BEDROCK_TALLY_SAMPLE === '1';
  afterActivation(context, () => {
    void runInBackground(log, () => (onSampleData ? exploreSampleData() : connection.resume()));
  });
}
