/** The gateway, loaded when an agent uses it or a command asks for it. */

export { GatewayControl } from './gatewayControl';
