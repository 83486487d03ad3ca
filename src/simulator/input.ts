/**
 * A request's parameters, read with the types that the operation needs. The protocols send numbers and times
 * differently.
 */

import { isRecord } from '../core/collections';
import { serialization } from './errors';

export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named fields. */
export function isFields(value: unknown): value is Fields {
  return isRecord(value) && !(value instanceof Uint8Array);
}

/**
 * The parameters of one structure. Every reader returns undefined for an absent one, and throws SerializationException
 * for a wrong type.
 */
export class Input {
  constructor(readonly fields: Fields) {}

  private at(name: string): unknown {
    return this.fields[name] ?? undefined;
  }

  has(name: string): boolean {
    return this.at(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.at(name);
    if (value === undefined || typeof value === 'string') return value;
    throw serialization(`${typeName(value)} can not be converted to a String`);
  }

  number(name: string): number | undefined {
    const value = this.at(name);
    if (value === undefined || typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    // The query protocol and query strings send text.
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    throw serialization(`${typeName(value)} can not be converted to a Number`);
  }

  flag(name: string): boolean | undefined {
    const value = this.at(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw serialization(`${typeName(value)} can not be converted to a Boolean`);
  }

  /** Milliseconds since 1970, from seconds (JSON), tag 1 (CBOR) or ISO 8601 (query). */
  time(name: string): number | undefined {
    const value = this.at(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number') return value * 1000;
    if (isFields(value) && typeof value.value === 'number') return value.value * 1000;
    const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
    if (Number.isNaN(parsed)) throw serialization(`${typeName(value)} can not be converted to a Timestamp`);
    return parsed;
  }

  object(name: string): Input | undefined {
    const value = this.at(name);
    if (value === undefined) return undefined;
    if (isFields(value)) return new Input(value);
    throw serialization('Expected a structure');
  }

  private array(name: string): readonly unknown[] | undefined {
    const value = this.at(name);
    if (value === undefined || value === '') return undefined;
    if (Array.isArray(value)) return value as readonly unknown[];
    throw serialization('Expected a list');
  }

  list(name: string): readonly Input[] | undefined {
    return this.array(name)?.map((value) => {
      if (isFields(value)) return new Input(value);
      throw serialization('Expected a list of structures');
    });
  }

  texts(name: string): readonly string[] | undefined {
    return this.array(name)?.map((value) => {
      if (typeof value === 'string') return value;
      throw serialization(`${typeName(value)} can not be converted to a String`);
    });
  }
}

function typeName(value: unknown): string {
  if (typeof value === 'number') return 'NUMBER_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'string' ? 'STRING_VALUE' : 'class java.lang.Object';
}
