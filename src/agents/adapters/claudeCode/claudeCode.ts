/**
 * Claude Code. Its settings are JSON in three files, of which the last takes precedence: the user's, the folder's, and
 * the folder's local one, which is not shared. Tried with version 2.1.329. What is written also works with older
 * versions, without access to the control plane, and with permissions for application profiles alone: an alias as the
 * model, an ARN for every family, and overrides from exact model ids.
 */

import type { SettingsScope } from '../../agent';
import { requireOneConnection } from '../common/requirements';
import { isJsonObject, valueAt, textAt, type Edit, type Json } from '../../documents/document';
import { CLAUDE_LOCATIONS, claudeFile, claudeFolder } from './claudeLocations';
import {
  familyOfAlias,
  bareModel,
  claudeCredentials,
  claudeRoles,
  FAMILIES,
  familyVariable,
  overriddenIds,
  effectiveText,
  SMALL_REGION,
  withSuffix,
  WORK_VARIABLES,
  type Family,
} from './claudeRoles';
import { layeredAgent } from '../common/layeredAgent';
import type { ParsedFile } from '../common/readLocations';
import { warning } from '../../warnings';
import { invokedName, profilesOf, type ProfileTarget, type Target } from '../../target';
import type { HostMachine } from '../../hostMachine';
import { BEARER } from '../common/credentials';
import { routeEdits, withoutOverrides, withoutRoute } from './claudeGateway';
import { claudeFamily } from '../../claudeModels';
import { variables } from '../common/overrides';

const SCOPES: readonly SettingsScope[] = ['user', 'project', 'local'];

/**
 * `anthropic.claude-haiku-4-5-20251001-v1:0` is `claude-haiku-4-5-20251001` to Anthropic; undefined for other makers'
 * models.
 */
export function anthropicId(model: string): string | undefined {
  const id = /^anthropic\.(claude-.+?)(?:-v\d+)?(?::\d+)*$/.exec(model)?.[1];
  return id;
}

type Pins = Readonly<Record<Family, ProfileTarget>>;

/**
 * The profile for each family: one of that family where there is one, else that of the kind of work that uses the
 * family.
 */
function pins(target: Target): Pins {
  const { main, small, plan } = target.roles;
  const own = (family: Family): ProfileTarget | undefined =>
    [main, plan, small].find((one) => one !== undefined && claudeFamily(one.model)?.family === family);
  return {
    sonnet: own('sonnet') ?? main,
    opus: own('opus') ?? plan ?? main,
    haiku: small ?? own('haiku') ?? main,
    fable: own('fable') ?? main,
  };
}

/**
 * Whether planning can have a separate model: the program plans with Opus where it works with Sonnet, and has no other
 * such pair.
 */
export const plansWithOpus = (main: string, plan: string): boolean =>
  claudeFamily(main)?.family === 'sonnet' && claudeFamily(plan)?.family === 'opus';

/**
 * The alias that stands for the main profile. Tried with 2.1.329: only `opusplan` makes it plan with the pinned Opus.
 */
function aliasFor({ roles: { main, plan } }: Target, pinned: Pins): string {
  if (plan !== undefined && plan.arn !== main.arn && plansWithOpus(main.model, plan.model)) return 'opusplan';
  const first = FAMILIES.find((family) => family === claudeFamily(main.model)?.family);
  const families = [...(first === undefined || first === 'fable' ? [] : [first]), ...FAMILIES];
  return families.find((family) => pinned[family].arn === main.arn) ?? 'sonnet';
}

/** The default model for small calls. It is overridden by its id as well, for versions that only have overrides. */
const HAIKU_ID = 'claude-haiku-4-5-20251001';

/**
 * The models that are overridden by their ids: ours, and those that this or a file of lower precedence overrides with
 * something else. The program takes an ARN for the model of the first key with it, so that each profile's own model
 * comes first.
 */
function overridesFor(target: Target, pinned: Pins, files: readonly ParsedFile[]): ReadonlyMap<string, string> {
  const profiles = profilesOf(target);
  const overrides = new Map<string, string>();
  for (const { model, arn } of profiles) {
    const id = anthropicId(model);
    if (id !== undefined && !overrides.has(id)) overrides.set(id, arn);
  }
  if (!overrides.has(HAIKU_ID)) overrides.set(HAIKU_ID, pinned.haiku.arn);
  for (const id of files.flatMap(({ value }) => overriddenIds(value))) {
    const value = bareModel(effectiveText(files, 'modelOverrides', id)?.value ?? '');
    if (overrides.has(id) || profiles.some(({ arn }) => arn === value)) continue;
    const family = FAMILIES.find((name) => id.includes(name)) ?? 'sonnet';
    overrides.set(id, pinned[family].arn);
  }
  return overrides;
}

/** Key by key, or the whole object where existing keys would come before ours. */
function overrideEdits(target: Target, overrides: ReadonlyMap<string, string>, value: Json): readonly Edit[] {
  const own = valueAt(value, ['modelOverrides']);
  const current: Readonly<Record<string, Json>> = isJsonObject(own) ? own : {};
  const wanted = [...overrides].map(([id, arn]) => [id, withSuffix(arn, textAt(current, id))] as const);
  const values = new Map<string, Json>([...Object.entries(current), ...wanted]);
  const arnOf = (id: string): string => bareModel(textAt(Object.fromEntries(values), id) ?? '');
  const first = (arn: string): string | undefined => [...values.keys()].find((id) => arnOf(id) === arn);
  const named = profilesOf(target).filter(({ model, arn }) => overrides.get(anthropicId(model) ?? '') === arn);
  if (named.every(({ model, arn }) => first(arn) === anthropicId(model)))
    return wanted.map(([id, text]) => ({ path: ['modelOverrides', id], value: text }));
  const ours = new Map(wanted);
  const ordered = [...ours, ...[...values].filter(([id]) => !ours.has(id))];
  return [{ path: ['modelOverrides'], value: Object.fromEntries(ordered) }];
}

/**
 * Variables that would override the families' profiles are removed from the file that is written, and set to another
 * value where a file of lower precedence has them. An alias that stands for a profile stays.
 */
function workEdits(
  target: Target,
  alias: string,
  pinned: Pins,
  value: Json,
  weaker: readonly ParsedFile[],
): readonly Edit[] {
  const { main } = target.roles;
  const names = profilesOf(target).map((profile) => invokedName(target, profile));
  const isAllowed = (text: string): boolean =>
    familyOfAlias(text) !== undefined || text === 'inherit' || names.includes(bareModel(text));
  const edit = (name: string, replacement: string, keep: boolean): readonly Edit[] => {
    const weakerText = effectiveText(weaker, 'env', name)?.value;
    const own = textAt(value, 'env', name);
    if (keep && own !== undefined && isAllowed(own)) return [];
    const isOverridden = weakerText !== undefined && !(keep && isAllowed(weakerText));
    return [{ path: ['env', name], value: isOverridden ? replacement : undefined }];
  };
  const { small, ...others } = WORK_VARIABLES;
  // All profiles are in one Region, also that of small calls.
  return [
    {
      path: ['env', SMALL_REGION],
      value: effectiveText(weaker, 'env', SMALL_REGION) === undefined ? undefined : main.region,
    },
    ...edit('ANTHROPIC_MODEL', alias, false),
    ...edit(small, invokedName(target, pinned.haiku), false),
    ...Object.values(others).flatMap((name) => edit(name, invokedName(target, main), true)),
  ];
}

/** Through the gateway the program needs no AWS profile; one that is set may be for its tools, and stays. */
function connectionEnv({ gateway, roles: { main } }: Target): readonly (readonly [string, Json | undefined])[] {
  const profile = main.awsProfile === '' ? undefined : main.awsProfile;
  return [
    ['CLAUDE_CODE_USE_BEDROCK', '1'],
    ['AWS_REGION', main.region],
    ...(gateway === undefined ? [['AWS_PROFILE', profile] as const] : []),
  ];
}

/** The route of the calls, and what stands for models' exact ids. */
function wayEdits(
  target: Target,
  pinned: Pins,
  value: Json,
  weaker: readonly ParsedFile[],
  host: HostMachine,
): readonly Edit[] {
  const files: readonly ParsedFile[] = [...weaker, fileWith(value)];
  const overrides = overridesFor(target, pinned, files);
  if (target.gateway === undefined)
    return [...withoutRoute(value, weaker, host), ...overrideEdits(target, overrides, value)];
  const nameOf = (id: string): string => pinned[FAMILIES.find((name) => id.includes(name)) ?? 'sonnet'].model;
  const arns = profilesOf(target).map(({ arn }) => arn);
  return [
    ...routeEdits(target.gateway, value, weaker, host),
    ...withoutOverrides(value, weaker, { ids: new Set(overrides.keys()), arns, nameOf }),
  ];
}

/** The file to write, as one of those that are read. */
const fileWith = (value: Json): ParsedFile => ({ kind: 'parsed', path: '', value: isJsonObject(value) ? value : {} });

function editsFor(target: Target, value: Json, weaker: readonly ParsedFile[], host: HostMachine): readonly Edit[] {
  requireOneConnection(target);
  const pinned = pins(target);
  const alias = aliasFor(target, pinned);
  const env: readonly (readonly [string, Json | undefined])[] = [
    ...connectionEnv(target),
    ...FAMILIES.map((name) => [familyVariable(name), invokedName(target, pinned[name])] as const),
  ];
  const files: readonly ParsedFile[] = [...weaker, fileWith(value)];
  const families = FAMILIES.map(familyVariable);
  return [
    { path: ['model'], value: withSuffix(alias, effectiveText(files, 'model')?.value) },
    ...env.map(([name, wanted]) => ({
      path: ['env', name],
      value:
        families.includes(name) && typeof wanted === 'string'
          ? withSuffix(wanted, effectiveText(files, 'env', name)?.value)
          : wanted,
    })),
    ...workEdits(target, alias, pinned, value, weaker),
    ...wayEdits(target, pinned, value, weaker, host),
  ];
}

/**
 * The first value of a file with higher precedence that conflicts with an edit. Where we remove a key, an alias or one
 * of our ARNs is no conflict.
 */
function conflictingValue({ value }: ParsedFile, edits: readonly Edit[]): string | undefined {
  const wantedTexts = edits.flatMap(({ value: wanted }) => (typeof wanted === 'string' ? [bareModel(wanted)] : []));
  return edits.flatMap(({ path, value: wanted }) => {
    const text = textAt(value, ...path);
    const isOurs = text !== undefined && (familyOfAlias(text) !== undefined || wantedTexts.includes(bareModel(text)));
    const isSame = text === undefined || text === wanted || (wanted === undefined && isOurs);
    // Another key may be a secret.
    return isSame ? [] : [path[1] === BEARER ? '' : text];
  })[0];
}

export const claudeCode = layeredAgent({
  id: 'claude-code',
  name: 'Claude Code',
  extensionIds: ['anthropic.claude-code'],
  scopes: SCOPES,
  format: 'json',
  program: 'claude',
  // A running session reads its settings again at the next prompt.
  needs: [],
  detectPaths: (host) => [claudeFolder(host)],
  locations: CLAUDE_LOCATIONS,
  fileFor: (host, scope) => claudeFile(host, scope) ?? '',
  roles: claudeRoles,
  edits: editsFor,
  conflictingValue,
  variables: (host) => variables(host, 'model', 'ANTHROPIC_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL'),
  credentials: claudeCredentials,
  warnings: ({ target }) =>
    profilesOf(target)
      .filter(({ model }) => claudeFamily(model) === undefined)
      .map(({ model }) => warning('not-claude', { model })),
});
