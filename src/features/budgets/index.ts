/** What is loaded where budgets are set, or are to be set. */

export { budgetPeriods, budgetStates } from './budgetStates';
export { setBudget } from './setBudget';
