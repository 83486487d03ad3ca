/** What is big is loaded when it is first needed. The build turns each of these imports into a bundle of its own. */

/** The AWS SDK and our use of it. */
export const loadAws = async () => import('../aws/index');
/** Creating a profile: the wizard and what goes on around it. */
export const loadCreate = async () => import('../features/createProfile/createCommand');
/** The hosts of the usage page and of the guide. */
export const loadPages = async () => import('../features/usage/index');
/** What single commands need: choosing a connection, narrowing the list, copying, deleting. */
export const loadActions = async () => import('./actions');
/** The rows of the list of profiles. */
export const loadRows = async () => import('../features/profiles/rows');
/** What agents on this machine are set to, and setting them. */
export const loadAgents = async () => import('../features/agents/index');
/** The agents' files: reading, planning, writing. The parsers of three kinds of file come with it. */
export const loadAgentFiles = async () => import('../agents/agents');
/** Tables and reports that leave the page. */
export const loadExports = async () => import('../features/export/index');
/** Commands about money: prices, budgets, AWS's own alerts, cost allocation tags. */
export const loadMoney = async () => import('./money');
/** Policies, verifying a profile, and looking for what does not work. */
export const loadGovernance = async () => import('./governance');
