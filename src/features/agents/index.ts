/** The agents section, loaded when it is visible, or when there are profiles to compare agents with. */

export { AgentsSection } from './agentsSection';
