/** Who I am: the member names that are mine, and what to offer as my name when a profile is created. */

import { ownValue } from '../../core/collections';
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import { EventEmitter, type Disposable, type Memento } from 'vscode';
import type { Caller } from '../../core/awsApi';
import { callerNames, localPart, sessionName } from '../../core/connection/sessionName';
import { replaceTagText } from '../../core/profiles/tagReplacements';
import { setting } from '../../ui/settings/settings';

const REMEMBERED_MEMBERS = 'bedrockTally.members';
const GIT_MS = 3000;

async function gitValue(key: string): Promise<string | undefined> {
  try {
    // From the home folder: a workspace's own git config is not asked, it may not be trusted.
    const { stdout } = await promisify(execFile)('git', ['config', '--get', key], { cwd: homedir(), timeout: GIT_MS });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

interface Git {
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** What is known of who the user is. */
export class Identity implements Disposable {
  readonly #memory: Memento;
  readonly #changed = new EventEmitter<void>();
  /** What is known of the user was read anew. */
  readonly onDidChange = this.#changed.event;
  #git: Promise<Git> | undefined;
  #known: Git = { name: undefined, email: undefined };
  /** Names that AWS does not accept in tags, with the form that tags have instead. */
  #writtenNames: ReadonlyMap<string, string> = new Map();

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** Asks git once. Nothing of it leaves the machine but as a tag that the user confirms. */
  async load(): Promise<void> {
    this.#git ??= Promise.all([gitValue('user.name'), gitValue('user.email')]).then(([name, email]) => ({
      name,
      email,
    }));
    this.#known = await this.#git;
    await this.#loadWrittenNames([setting('me.member'), setting('me.team'), this.#known.name, this.#known.email]);
    this.#changed.fire();
  }

  /** My team as tags name it; empty where it is not set. */
  team(): string {
    const set = setting('me.team').trim();
    return this.#writtenNames.get(set) ?? set;
  }

  /**
   * The names by which a member tag is mine. A name set by hand is the only one; on sample data only the simulated
   * caller is me.
   */
  memberNames(caller: Caller | undefined, sample: boolean): readonly string[] {
    const own = callerNames(caller);
    if (sample) return present([...this.#savedMembers('sample'), ...own]);
    const set = setting('me.member').trim();
    if (set !== '') return this.#withWrittenNames([set, ...this.#savedMembers(caller?.account)]);
    const { name, email } = this.#known;
    return this.#withWrittenNames([...this.#savedMembers(caller?.account), ...own, email, localPart(email), name]);
  }

  /** What to offer as my name, the likeliest first. */
  suggestedMembers(caller: Caller | undefined, sample: boolean): readonly string[] {
    const session = sessionName(caller);
    const own = [localPart(session), session];
    if (sample) return present([...this.#savedMembers('sample'), ...own]);
    const { name, email } = this.#known;
    return present([setting('me.member'), ...this.#savedMembers(caller?.account), localPart(email), ...own, name]);
  }

  /** Remembers a name under which a profile was created, because none of the other sources may give it. */
  async remember(member: string, caller: Caller | undefined, sample: boolean): Promise<void> {
    const account = sample ? 'sample' : (caller?.account ?? '');
    const all = this.#memory.get<Record<string, string[]>>(REMEMBERED_MEMBERS, {});
    const names = [member, ...(ownValue(all, account) ?? []).filter((name) => name !== member)].slice(0, 5);
    await this.#memory.update(REMEMBERED_MEMBERS, { ...all, [account]: names });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /**
   * Names that AWS does not accept in tags: `O'Brien` is tagged OBrien, 開発部 as a setting replaces it. The rules are
   * loaded only for names that need them.
   */
  async #loadWrittenNames(names: readonly (string | undefined)[]): Promise<void> {
    const replacements = setting('tags.replacements');
    const notAscii = present(names.map((name) => name?.trim())).filter(
      (name) => replaceTagText(name, replacements) !== name || !/^[a-zA-Z0-9 ._:/=+@-]*$/.test(name),
    );
    const written = new Map<string, string>();
    if (notAscii.length > 0) {
      const { normalizeTagValue } = await import('../../core/profiles/nameRules');
      for (const name of notAscii) written.set(name, normalizeTagValue(name, replacements).value);
    }
    this.#writtenNames = written;
  }

  #withWrittenNames(names: readonly (string | undefined)[]): readonly string[] {
    return present([...names, ...names.map((name) => this.#writtenNames.get(name?.trim() ?? ''))]);
  }

  #savedMembers(account: string | undefined): readonly string[] {
    return this.#memory.get<Record<string, string[]>>(REMEMBERED_MEMBERS, {})[account ?? ''] ?? [];
  }
}

const present = (names: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(names.filter((name): name is string => name !== undefined && name !== '')),
];
