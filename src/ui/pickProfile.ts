/** Asks which profile an action is for. */

import { l10n } from 'vscode';
import type { OwnerKeys, Profile } from '../core/profiles/profile';
import { listedProfiles, myProfiles } from '../store/selectors';
import type { Snapshot } from '../store/snapshot';
import { profileCountText } from './messages/common';
import { modelText, ownerText } from './labels';
import { window } from './window';
import type { QuickItem } from './window/quickInput';

type ProfileItem = QuickItem & { readonly profile?: Profile };

/** Why a profile is of little use for what it is chosen for; undefined where it is of use. */
type ReasonAgainst = (profile: Profile) => string | undefined;

const profileItem = (profile: Profile, keys: OwnerKeys, reasonAgainst: ReasonAgainst): ProfileItem => ({
  label: profile.name,
  description: [modelText(profile), reasonAgainst(profile)].filter((part) => part !== undefined).join(' · '),
  detail: ownerText(profile, keys),
  profile,
});

/**
 * Asks which profile an action is for, when it was not started on one. Mine are listed; everybody else's are behind a
 * step, unless none is mine. Those of little use come last.
 */
export async function pickProfile(
  snapshot: Snapshot,
  reasonAgainst: ReasonAgainst = () => undefined,
): Promise<Profile | undefined> {
  const isOfUse = (profile: Profile): boolean => reasonAgainst(profile) === undefined;
  const all = [...listedProfiles(snapshot)].sort(
    (a, b) => Number(isOfUse(b)) - Number(isOfUse(a)) || a.name.localeCompare(b.name),
  );
  const known = new Set(myProfiles(snapshot));
  const mine = all.filter((profile) => known.has(profile));
  const others = all.filter((profile) => !mine.includes(profile));
  if (mine.length === 0 || others.length === 0) return pickFrom(all, snapshot, reasonAgainst);
  const more: ProfileItem = {
    icon: 'organization',
    label: l10n.t('Other Owners’ Profiles…'),
    description: profileCountText(others.length),
    alwaysShow: true,
  };
  const items = [...mine.map((profile) => profileItem(profile, snapshot.ownership.keys, reasonAgainst)), more];
  const picked = await askProfile(items, snapshot.sample);
  return picked === more ? pickFrom(others, snapshot, reasonAgainst) : picked?.profile;
}

const pickFrom = async (
  profiles: readonly Profile[],
  { ownership, sample }: Snapshot,
  reasonAgainst: ReasonAgainst,
): Promise<Profile | undefined> =>
  (
    await askProfile(
      profiles.map((profile) => profileItem(profile, ownership.keys, reasonAgainst)),
      sample,
    )
  )?.profile;

const askProfile = (items: readonly ProfileItem[], sample: boolean): Thenable<ProfileItem | undefined> =>
  window.showQuickPick(items, {
    title: sample ? l10n.t('Choose a Profile (sample data)') : l10n.t('Choose a Profile'),
    placeHolder: l10n.t('Search by name, model or owner'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
