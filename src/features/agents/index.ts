/** The agents section, loaded when it can be seen, or when there is something to hold agents against. */

export { AgentsSection } from './agentsSection';
