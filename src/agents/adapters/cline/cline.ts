/**
 * Cline's extension. Both of its bundles invoke what is in `globalState.json`; the newer one shows in its settings what
 * is in `settings/providers.json`. So a change is written into both files, and the binding is read from the first
 * alone.
 */

import { access } from 'node:fs/promises';
import type { Agent } from '../../agent';
import { CLINE_EXTENSION, clineFolder, clineFolders } from './clineSettings';
import { invalidIn, planProviders, providersFile } from './clineCli';
import { configuredEndpoint, SEPARATE_MODELS_KEY, stateEdits, stateFile, stateRoles } from './clineState';
import { requireAwsProfile, requireOneConnection } from '../common/requirements';
import { readFileAs } from '../common/readLocations';
import { planFile } from '../../changes/filePlan';
import { findExisting } from '../common/locate';
import type { ChangePlan, FilePlan } from '../../changes/plan';
import { unknownModelWarnings, warning, type Warning } from '../../warnings';
import type { HostMachine, ClineBundle } from '../../hostMachine';
import { profilesOf, type Target } from '../../target';
import { refusesTemperature } from '../../claudeModels';
import { valueAt } from '../../documents/document';
import { absentBinding, readableBinding, type Binding, type RoleBinding } from '../../binding';
import { loadDocument } from '../../documents/load';
import { credentialWarnings, proxyWarnings } from '../common/overrides';
import { endpointBinding, isGatewayEndpoint } from '../../gateway/endpointBinding';
import { extensionKey, planKey, secretsFile } from './clineKey';

/** The running bundle; where that is not known yet, the one that the setting names. */
const runningBundle = ({ cline }: HostMachine): ClineBundle | undefined => cline?.running ?? cline?.afterReload;

/** The bundle that runs after the next start of the window, for which a change is made. */
const nextBundle = ({ cline }: HostMachine): ClineBundle | undefined => cline?.afterReload ?? cline?.running;

async function read(host: HostMachine): Promise<Binding> {
  const bundle = runningBundle(host);
  const folders = bundle === undefined ? clineFolders(host) : [clineFolder(host, bundle)];
  const reads = folders.map(async (folder) => ({
    state: await readFileAs('cline', stateFile(folder), 'json'),
    key: await extensionKey(folder),
  }));
  const states = await Promise.all(reads);
  const roles: RoleBinding[] = [];
  for (const { state, key } of states) {
    if (state.kind === 'broken') return state.binding;
    if (state.kind === 'absent') continue;
    const endpoint = endpointBinding(configuredEndpoint(state.value), key, host);
    roles.push(...stateRoles({ file: state.path, state: state.value, endpoint }, bundle));
  }
  return states.every(({ state }) => state.kind === 'absent')
    ? absentBinding('cline')
    : readableBinding('cline', roles);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

interface Folder {
  readonly folder: string;
  /** The newer bundle's, which is also the CLI's. */
  readonly first: boolean;
  /** Whether no bundle has been started yet, so that either may be the first. */
  readonly fresh: boolean;
}

async function planFolder(
  { folder, first, fresh }: Folder,
  target: Target,
  host: HostMachine,
): Promise<readonly FilePlan[]> {
  const state = stateFile(folder);
  // Where only the newer bundle was used, the older one's folder is not written.
  const isUsed = first || fresh || (await exists(state));
  const plans = [
    isUsed ? await planFile(state, 'json', stateEdits(target, await isSetToGateway(folder, host))) : undefined,
    isUsed ? await planKey(folder, target.gateway?.secret) : undefined,
    first || (await exists(providersFile(folder))) ? await planProviders(folder, target, host) : undefined,
  ];
  return plans.filter((plan) => plan !== undefined);
}

/** Whether the endpoint in a folder's state is the gateway's. */
async function isSetToGateway(folder: string, host: HostMachine): Promise<boolean> {
  const state = await readFileAs('cline', stateFile(folder), 'json');
  const endpoint = state.kind === 'parsed' ? configuredEndpoint(state.value) : undefined;
  return isGatewayEndpoint(endpoint, await extensionKey(folder), host);
}

/** Warnings for the bundle that will run. Of two bundles none is recommended for one problem that has another. */
function bundleWarnings(target: Target, bundle: ClineBundle | undefined): readonly Warning[] {
  const refusing = profilesOf(target).filter(({ model }) => refusesTemperature(model));
  const refused = refusing.map(({ model }) =>
    warning('temperature-refused', { ...(bundle === undefined ? {} : { where: bundle }), model }),
  );
  // The older bundle caches, but is no remedy for a model that refuses its temperature.
  const but = refusing.length === 0 ? {} : { but: 'temperature' };
  switch (bundle) {
    case 'next':
      return [warning('no-prompt-caching', { where: 'next', ...but })];
    case 'legacy':
      return refused;
    case undefined:
      return [warning('no-prompt-caching', { where: 'next and CLI', ...but }), ...refused];
  }
}

async function warningsFor(target: Target, host: HostMachine): Promise<readonly Warning[]> {
  const { main, plan = main } = target.roles;
  const bundle = nextBundle(host);
  const state = await loadDocument(stateFile(clineFolder(host, bundle ?? 'next')), 'json');
  const separate = valueAt(state.value, [SEPARATE_MODELS_KEY]) === true;
  const own = (await isSetToGateway(clineFolder(host, bundle ?? 'next'), host))
    ? undefined
    : configuredEndpoint(state.value);
  const endpoint = main.endpoint ?? own;
  const byWay =
    target.gateway === undefined
      ? [
          ...bundleWarnings({ roles: { main, plan } }, bundle),
          ...credentialWarnings(host),
          warning('thinking-off', { where: 'Cline' }),
          ...(endpoint === undefined ? [] : [warning('endpoint', { endpoint })]),
          ...unknownModelWarnings({ roles: { main, plan } }).filter(({ code }) => code === 'limits-unknown'),
        ]
      : proxyWarnings('Cline', host);
  return [
    ...byWay,
    ...(plan.arn !== main.arn && !separate ? [warning('roles-not-separate', { keyPath: SEPARATE_MODELS_KEY })] : []),
    ...(state.exists ? [] : [warning('not-started-yet', { file: state.path })]),
    warning('other-windows'),
    warning('open-tasks-keep-model'),
  ];
}

async function plan(target: Target, host: HostMachine): Promise<ChangePlan> {
  const main = requireOneConnection({ roles: { main: target.roles.main, plan: target.roles.plan } });
  if (target.gateway === undefined) requireAwsProfile(main);
  const files: FilePlan[] = [];
  const folders = clineFolders(host);
  const fresh = !(await Promise.all(folders.map((folder) => exists(stateFile(folder))))).includes(true);
  for (const [index, folder] of folders.entries()) {
    files.push(...(await planFolder({ folder, first: index === 0, fresh }, target, host)));
  }
  const needs: ChangePlan['needs'] = files.length === 0 ? [] : ['stage', 'reload-window'];
  return { agent: 'cline', target, files, warnings: await warningsFor(target, host), needs };
}

export const cline: Agent = {
  id: 'cline',
  name: 'Cline',
  extensionIds: [CLINE_EXTENSION],
  scopes: ['user'],
  // The command line has its settings in the same folder, which does not show that the extension is used.
  detect: (host) => findExisting(host, clineFolders(host).map(stateFile)),
  read,
  plan,
  invalidAt: invalidIn,
  watchPaths: (host) => clineFolders(host).flatMap((folder) => [stateFile(folder), secretsFile(folder)]),
};
