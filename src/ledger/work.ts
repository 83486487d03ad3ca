/** What the ledger needs when it first asks AWS, or first has something to price: a bundle of its own, so that start-up pays nothing for it. */

export { spansOf } from '../core/ranges';
export { createOnce } from './create';
export { fetchProfiles } from './fetchProfiles';
export { fetchRange, fetchReport, fetchTeam, fetchUsage } from './fetchUsage';
export { fetchDays } from './fetchDays';
export { fetchPriceList } from './fetchPrices';
export { OwnCostCounter } from './ownCost';
export { pricingOf } from './pricing';
