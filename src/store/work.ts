/** What the store needs when it first asks AWS, or first has something to price: a bundle of its own, so that start-up pays nothing for it. */

export { spansSince } from '../core/usage/ranges';
export { createOnce } from './createProfile';
export { deletedArns, recordEdit, readEdits, withEdits } from './shared/profileEdits';
export { fetchBill, fetchCostTags } from './fetch/bill';
export { fetchProfiles } from './fetch/profiles';
export { fetchRange, fetchReport, fetchTeam, fetchUsage } from './fetch/usage';
export { fetchDays } from './fetch/dailyUsage';
export { fetchShown, fetchShownAttribution } from './fetch/shown';
export { fetchPriceList } from './fetch/priceList';
export { OwnCostCounter } from './ownCost';
export { pricingOf } from './pricing';
