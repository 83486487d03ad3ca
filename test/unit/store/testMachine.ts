/** The windows of one machine, on a simulator and a folder of their own; and what is asked of Cost Explorer in them. */

import { openAws } from '../../../src/aws/index';
import { queryKey, type BillAnswer, type BillGrouping, type BillQuery } from '../../../src/core/billing/bill';
import { Store } from '../../../src/store/store';
import type { RemoteValue } from '../../../src/store/snapshot';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { choiceOf, FRIDAY } from '../aws/connect';
import { connectionTo, JANE, makeFolder, type Folder, type TestConnection } from './testWindow';

const NOVEMBER = { from: '2026-11-01', to: '2026-12-01' };

/** A question about the bill of a month, this one unless told. */
export const billQuery = (
  grouping: BillGrouping = { by: 'tag', key: 'MemberName' },
  month: Pick<BillQuery, 'from' | 'to'> = NOVEMBER,
): BillQuery => ({ ...month, grouping, granularity: 'day' });

/** What the page asks first: this month by member. */
export const MEMBERS = billQuery();

export const answerIn = ({ snapshot }: Store, query = MEMBERS): RemoteValue<BillAnswer> | undefined =>
  snapshot.bills[queryKey(query)];

export class TestMachine {
  private readonly windows: Store[] = [];

  private constructor(
    readonly simulator: Simulator,
    readonly folder: Folder,
  ) {}

  /** The company; an answer about a month of it fits on one page. */
  static async begin(options: SimulatorOptions = {}): Promise<TestMachine> {
    const billing = { pageSize: 5000, ...options.billing };
    const simulator = await startSimulator({
      scenario: 'company',
      time: FRIDAY,
      metricDelayMs: 0,
      // What is promised by the day or counted by the month goes by AWS's clock.
      dateHeader: 'simulated',
      ...options,
      billing,
    });
    return new TestMachine(simulator, await makeFolder());
  }

  /** A connection whose windows share the folder. */
  connection(region?: string): TestConnection {
    return connectionTo(this.simulator, {
      sharedFolder: this.folder.sharedFolder(),
      ...(region === undefined ? {} : { region }),
    });
  }

  async open(connection: TestConnection = this.connection()): Promise<Store> {
    const window = new Store({ now: () => this.simulator.now(), ownership: JANE });
    this.windows.push(window);
    await window.connect(connection);
    return window;
  }

  /** A window in which other keys are used; `keys` may change while it is open. */
  openAs(keys: { accessKeyId: string }, environment = keys.accessKeyId): Promise<Store> {
    const open: TestConnection['open'] = (onCharge) => {
      return openAws(choiceOf(this.simulator), {
        log: () => undefined,
        keys: { accessKeyId: keys.accessKeyId, secretAccessKey: 'simulator' },
        onCharge,
      });
    };
    return this.open({ ...this.connection(), environment, open });
  }

  /** Requests to Cost Explorer that were answered, whatever the answer. */
  get asked(): number {
    return this.simulator.calls.count({ service: 'ce' });
  }

  async close(): Promise<void> {
    for (const window of this.windows) await window.dispose();
    await this.simulator.close();
    await this.folder.remove();
  }
}

/** For a block of tests: each begins an office of its own, which is closed after it. */
export function testMachines(take: (begun: TestMachine) => void): (options?: SimulatorOptions) => Promise<void> {
  const open: TestMachine[] = [];
  afterEach(() => Promise.all(open.splice(0).map((machine) => machine.close())));
  return async (options) => {
    const machine = await TestMachine.begin(options);
    open.push(machine);
    take(machine);
  };
}
