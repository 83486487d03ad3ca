/** What a check has found, in sentences for the user. */

export interface Finding {
  readonly outcome: 'passed' | 'failed' | 'untested';
  /** The first one is the result; the others are details. */
  readonly lines: readonly string[];
  /** What to do about it. */
  readonly action?: string;
}

export const passed = (...lines: readonly string[]): Finding => ({ outcome: 'passed', lines });
export const untested = (...lines: readonly string[]): Finding => ({ outcome: 'untested', lines });
export const failed = (action: string, ...lines: readonly string[]): Finding => ({ outcome: 'failed', lines, action });
