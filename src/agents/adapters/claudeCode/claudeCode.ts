/**
 * Claude Code. Its settings are JSON in three files, of which the nearest wins: the user's, the folder's, and the
 * folder's own that is not shared. Tried with version 2.1.329. What is written is what also works on older versions,
 * with the control plane denied and with permissions for application profiles alone: an alias as the model, every
 * family pinned to an ARN, and overrides from exact model ids.
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
import { profilesOf, type ProfileTarget, type Target } from '../../target';
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

/** Which profile each family is pinned to: one of that family where there is one, else the one whose work it is. */
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
 * Whether planning can have a model of its own: the program plans with Opus where it works with Sonnet, and knows no
 * other pair.
 */
export const plansWithOpus = (main: string, plan: string): boolean =>
  claudeFamily(main)?.family === 'sonnet' && claudeFamily(plan)?.family === 'opus';

/**
 * The alias that comes to the main profile. Tried with 2.1.329: `opusplan` alone makes it plan with the Opus that is
 * pinned.
 */
function aliasFor({ roles: { main, plan } }: Target, pinned: Pins): string {
  if (plan !== undefined && plan.arn !== main.arn && plansWithOpus(main.model, plan.model)) return 'opusplan';
  const first = FAMILIES.find((family) => family === claudeFamily(main.model)?.family);
  const families = [...(first === undefined || first === 'fable' ? [] : [first]), ...FAMILIES];
  return families.find((family) => pinned[family].arn === main.arn) ?? 'sonnet';
}

/**
 * The model that Claude Code takes for small calls when nothing is pinned; pinned by name as well, for versions that
 * know overrides alone.
 */
const HAIKU_ID = 'claude-haiku-4-5-20251001';

/**
 * The models that are overridden by their ids: ours, and those that a file, this or a weaker one, sends elsewhere. The
 * program takes an ARN for the model of the first key that names it, so that each profile's own model comes before all
 * others.
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

/** Key by key, or as a whole where the keys that are there stand before ours. */
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
 * Variables that would beat the pins: taken out of the file that is written. One of a weaker file still counts, so that
 * this one says otherwise. A word that comes to a pin stays.
 */
function workEdits(
  target: Target,
  alias: string,
  pinned: Pins,
  value: Json,
  weaker: readonly ParsedFile[],
): readonly Edit[] {
  const { main } = target.roles;
  const arns = profilesOf(target).map(({ arn }) => arn);
  const isAllowed = (text: string): boolean =>
    familyOfAlias(text) !== undefined || text === 'inherit' || arns.includes(bareModel(text));
  const edit = (name: string, replacement: string, keep: boolean): readonly Edit[] => {
    const weakerText = effectiveText(weaker, 'env', name)?.value;
    const own = textAt(value, 'env', name);
    if (keep && own !== undefined && isAllowed(own)) return [];
    const isOverridden = weakerText !== undefined && !(keep && isAllowed(weakerText));
    return [{ path: ['env', name], value: isOverridden ? replacement : undefined }];
  };
  const { small, ...others } = WORK_VARIABLES;
  // One profile does all the work of a Region, the small calls too.
  return [
    {
      path: ['env', SMALL_REGION],
      value: effectiveText(weaker, 'env', SMALL_REGION) === undefined ? undefined : main.region,
    },
    ...edit('ANTHROPIC_MODEL', alias, false),
    ...edit(small, pinned.haiku.arn, false),
    ...Object.values(others).flatMap((name) => edit(name, main.arn, true)),
  ];
}

function editsFor(target: Target, value: Json, weaker: readonly ParsedFile[]): readonly Edit[] {
  const main = requireOneConnection(target);
  const pinned = pins(target);
  const alias = aliasFor(target, pinned);
  const env: readonly (readonly [string, Json | undefined])[] = [
    ['CLAUDE_CODE_USE_BEDROCK', '1'],
    ['AWS_REGION', main.region],
    ['AWS_PROFILE', main.awsProfile === '' ? undefined : main.awsProfile],
    ...FAMILIES.map((name) => [familyVariable(name), pinned[name].arn] as const),
  ];
  const files: readonly ParsedFile[] = [
    ...weaker,
    { kind: 'parsed', path: '', value: isJsonObject(value) ? value : {} },
  ];
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
    ...overrideEdits(target, overridesFor(target, pinned, files), value),
  ];
}

/**
 * A nearer file that says something else about any of the same keys. Where we say nothing, one of our words or ARNs
 * does no harm.
 */
function conflictingValue({ value }: ParsedFile, edits: readonly Edit[]): string | undefined {
  const wantedTexts = edits.flatMap(({ value: wanted }) => (typeof wanted === 'string' ? [bareModel(wanted)] : []));
  return edits.flatMap(({ path, value: wanted }) => {
    const text = textAt(value, ...path);
    const isOurs = text !== undefined && (familyOfAlias(text) !== undefined || wantedTexts.includes(bareModel(text)));
    const isSame = text === undefined || text === wanted || (wanted === undefined && isOurs);
    return isSame ? [] : [text];
  })[0];
}

export const claudeCode = layeredAgent({
  id: 'claude-code',
  name: 'Claude Code',
  extensionIds: ['anthropic.claude-code'],
  scopes: SCOPES,
  format: 'json',
  program: 'claude',
  // A running session takes the change up at its next prompt.
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
