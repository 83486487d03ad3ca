/** `bedrock-tally gateway …`: which of its commands is meant. */

import { myGatewayPaths } from '../gateway/paths';
import { EXIT, type Output } from './output';

export const GATEWAY_USAGE = [
  'bedrock-tally gateway [--profile NAME] [--region REGION] [--endpoint URL] [--port N] [--stay] [--json]',
  'bedrock-tally gateway status [--json]',
  'bedrock-tally gateway stop',
  'bedrock-tally gateway service show|install|remove [--yes]',
  'bedrock-tally gateway --sample [--port N] [--json]',
].join('\n       ');

/** Resolves to the exit code. */
export async function gatewayCommand(args: readonly string[], output: Output, stop: AbortSignal): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'process':
      return (await import('./gatewayProcess')).processCommand(rest, output, stop);
    case 'status':
      return (await import('./gatewayStatus')).statusCommand(rest, output);
    case 'stop':
      return (await import('./gatewayStatus')).stopCommand(rest, output);
    case 'service':
      return (await import('./serviceCommand')).serviceCommand(rest, output);
    case 'paths':
      output.line((await myGatewayPaths()).folder);
      return EXIT.done;
    default:
      if (args.includes('--sample')) return (await import('./sampleCommand')).sampleCommand(args, output, stop);
      return (await import('./runGateway')).runCommand(args, output, stop);
  }
}
