/** What the ledger needs when it first asks AWS, or first has something to price: a bundle of its own, so that start-up pays nothing for it. */

export { spansSince } from '../core/ranges';
export { createOnce } from './create';
export { deletedArns, noteEdit, readEdits, withEdits } from './edits';
export { fetchBill, fetchCostTags } from './fetchBill';
export { fetchProfiles } from './fetchProfiles';
export { fetchRange, fetchReport, fetchTeam, fetchUsage } from './fetchUsage';
export { fetchDays } from './fetchDays';
export { fetchShown, fetchShownGap } from './fetchShown';
export { fetchPriceList } from './fetchPrices';
export { OwnCostCounter } from './ownCost';
export { pricingOf } from './pricing';
