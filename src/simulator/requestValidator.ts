/** Constraint checks with AWS's messages: all problems of a request are reported at once. */

import { validation, type AwsError } from './errors';

/** Gathers what is wrong with a request. */
export class RequestValidator {
  private readonly problems: string[] = [];

  private add(field: string, value: unknown, constraint: string): void {
    const shown = typeof value === 'string' || typeof value === 'number' ? `'${value}'` : 'null';
    const valueText = value === undefined ? 'Value null' : `Value ${shown}`;
    this.problems.push(`${valueText} at '${field}' failed to satisfy constraint: Member must ${constraint}`);
  }

  /** A text of this length that the pattern matches in full; absent is fine unless it is required. */
  text(field: string, value: string | undefined, rule: TextRule): void {
    if (value === undefined) {
      if (rule.required) this.add(field, value, 'not be null');
      return;
    }
    if (value.length < rule.min) this.add(field, value, `have length greater than or equal to ${rule.min}`);
    if (value.length > rule.max) this.add(field, value, `have length less than or equal to ${rule.max}`);
    // The service runs on Java, whose \s is ASCII only.
    if (!new RegExp(`^(?:${rule.pattern.replaceAll('\\s', ' \\t-\\r')})$`).test(value)) {
      this.add(field, value, `satisfy regular expression pattern: ${rule.pattern}`);
    }
  }

  present(field: string, value: unknown): void {
    if (value === undefined) this.add(field, value, 'not be null');
  }

  range(field: string, value: number | undefined, min: number, max: number): void {
    if (value === undefined) return;
    if (value < min) this.add(field, value, `have value greater than or equal to ${min}`);
    if (value > max) this.add(field, value, `have value less than or equal to ${max}`);
  }

  size(field: string, count: number, max: number): void {
    if (count > max) this.add(field, undefined, `have length less than or equal to ${max}`);
  }

  oneOf(field: string, value: string | undefined, allowed: readonly string[]): void {
    if (value !== undefined && !allowed.includes(value))
      this.add(field, value, `satisfy enum value set: [${allowed.join(', ')}]`);
  }

  /** Throws ValidationException when anything was wrong. */
  done(): void {
    const problem = this.error();
    if (problem) throw problem;
  }

  private error(): AwsError | undefined {
    const count = this.problems.length;
    if (count === 0) return undefined;
    return validation(`${count} validation error${count === 1 ? '' : 's'} detected: ${this.problems.join('; ')}`);
  }
}

/** The service model's constraints on a text. `pattern` matches in full. */
export interface TextRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: string;
  readonly required?: boolean;
}
