/** What can go wrong with a call, and answers that no simulator of AWS would give. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsApi } from '../../../src/core/awsApi';
import type { ProblemCode } from '../../../src/core/problem';
import type { Fault } from '../../../src/simulator/faults';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { connect, FRIDAY, IMPATIENT, PATIENT, type ConnectOptions } from './connect';

/** The faults that the simulator plays without doing the work, and the problem that each is. */
export const TROUBLES: readonly (readonly [kind: Fault['kind'], code: ProblemCode])[] = [
  ['deny', 'denied'],
  ['throttle', 'throttled'],
  ['serverError', 'server'],
  ['hang', 'unreachable'],
  ['reset', 'unreachable'],
  ['expired', 'expired'],
];

/** A simulator on a Friday, a connection to it, and what comes of both; closed in the end. */
export async function withCloud(
  options: SimulatorOptions & Pick<ConnectOptions, 'region' | 'timeouts' | 'onCharge'>,
  use: (aws: AwsApi, simulator: Simulator) => Promise<void>,
): Promise<void> {
  const { region, timeouts = PATIENT, onCharge, ...rest } = options;
  const simulator = await startSimulator({ scenario: 'company', time: FRIDAY, ...rest });
  const aws = await connect(simulator, {
    timeouts,
    ...(region === undefined ? {} : { region }),
    ...(onCharge === undefined ? {} : { onCharge }),
  });
  try {
    await use(aws, simulator);
  } finally {
    aws.dispose();
    await simulator.close();
  }
}

/** A server that answers as it is told, and a connection to it; closed in the end. */
export async function withAnswers(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  use: (aws: AwsApi, url: string) => Promise<void>,
  options: Pick<ConnectOptions, 'region' | 'timeouts'> = {},
): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = await connect({ url }, { timeouts: IMPATIENT, ...options });
  try {
    await use(aws, url);
  } finally {
    aws.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Answers every request with the same text. */
export const always =
  (text: string, status = 200) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(text);
  };
