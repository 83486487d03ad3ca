/**
 * The parts of one connection that exist now: one of each single part, and those with a key while something needs them.
 */

import { Part, type Age } from '../part';
import type { SharedFileNames } from '../shared/fileNames';
import type { SharedFolder } from '../shared/sharedFolder';
import type { PartName, SinglePart } from '../snapshot';
import type { FetchContext, Key, PollContext, Value } from './definition';
import { PART_NAMES, PARTS } from './table';

/** A part and what it is about. */
export interface TrackedPart<Name extends PartName> {
  readonly key: Key<Name>;
  readonly part: Part<Value<Name>>;
  /** Whether the value lacks something that it should hold by now. */
  readonly isIncomplete: () => boolean;
  /** How old the value may get now, in milliseconds; undefined while it is not to be polled. */
  readonly maxAgeIn: (context: PollContext) => number | undefined;
}

export interface RegistryOptions {
  readonly names: SharedFileNames;
  readonly sharedFolder: SharedFolder;
  readonly context: FetchContext;
  readonly onDidChange: () => void;
}

type Tracked = { readonly [Name in PartName]: Map<string, TrackedPart<Name>> };

const isSingle = (name: PartName): name is SinglePart => PARTS[name].count === 'one';

export class PartRegistry {
  readonly #options: RegistryOptions;
  readonly #tracked = Object.fromEntries(PART_NAMES.map((name) => [name, new Map()])) as unknown as Tracked;

  constructor(options: RegistryOptions) {
    this.#options = options;
    for (const name of PART_NAMES.filter(isSingle)) this.track(name, undefined);
  }

  /** The part of a key, made if there is none; it takes the place of another one of the same id. Asks nobody. */
  track<Name extends PartName>(name: Name, key: Key<Name>): Part<Value<Name>> {
    const known: Map<string, TrackedPart<Name>> = this.#tracked[name];
    const id = PARTS[name].id(key);
    const before = known.get(id);
    const isSame = before !== undefined && this.#fileOf(name, before.key) === this.#fileOf(name, key);
    if (!isSame) void before?.part.dispose();
    const part = isSame ? before.part : this.#create(name, id, key);
    known.set(id, {
      key,
      part,
      isIncomplete: () => this.#isIncomplete(name, key, part),
      maxAgeIn: (context) => PARTS[name].poll?.(context, key),
    });
    return part;
  }

  /** Ends a part that nothing needs any more. */
  untrack(name: PartName, id = ''): void {
    void this.#tracked[name].get(id)?.part.dispose();
    this.#tracked[name].delete(id);
  }

  /** A part that is tracked; `id` where there may be several. */
  find<Name extends PartName>(name: Name, id = ''): Part<Value<Name>> | undefined {
    const known: Map<string, TrackedPart<Name>> = this.#tracked[name];
    return known.get(id)?.part;
  }

  /** A part of which there always is one. */
  single<Name extends SinglePart>(name: Name): Part<Value<Name>> {
    return this.find(name) ?? this.track(name, undefined);
  }

  /** All that are tracked of a part, by id. */
  entries<Name extends PartName>(name: Name): readonly (readonly [id: string, tracked: TrackedPart<Name>])[] {
    const known: Map<string, TrackedPart<Name>> = this.#tracked[name];
    return [...known];
  }

  /** Everything that is tracked but the caller. */
  get ofCaller(): readonly Part<unknown>[] {
    const names = PART_NAMES.filter((name) => name !== 'caller');
    return names.flatMap((name) => this.entries(name).map(([, { part }]) => part as unknown as Part<unknown>));
  }

  /**
   * How old a value may get if it is to get no older than `maxAge`: one that lacks something may not get old at all.
   */
  ageOf(name: PartName, id: string, maxAge: Age): Age {
    return this.#tracked[name].get(id)?.isIncomplete() === true ? 0 : maxAge;
  }

  #isIncomplete<Name extends PartName>(name: Name, key: Key<Name>, { remote }: Part<Value<Name>>): boolean {
    const { value } = remote;
    return value !== undefined && PARTS[name].isIncomplete?.(value, this.#options.context, key) === true;
  }

  #fileOf<Name extends PartName>(name: Name, key: Key<Name>): string {
    const { names, context } = this.#options;
    return names.fileOf(PARTS[name].scope, PARTS[name].sharedName(key, context.ownership()));
  }

  #create<Name extends PartName>(name: Name, id: string, key: Key<Name>): Part<Value<Name>> {
    const { sharedFolder, context, onDidChange } = this.#options;
    const known: Map<string, TrackedPart<Name>> = this.#tracked[name];
    const { shape, fetch, cost } = PARTS[name];
    const part = new Part<Value<Name>>({
      name: () => this.#fileOf(name, key),
      shape,
      sharedFolder,
      now: context.now,
      // The key of this moment: a month goes on while its usage is known.
      fetch: (signal, limit) => fetch(context, known.get(id)?.key ?? key, { signal, limit }),
      paid: cost === 'consent',
    });
    part.onDidChange(onDidChange);
    return part;
  }
}
