/**
 * Warnings to show before an agent's settings are changed: codes with data, which the user interface turns into
 * sentences.
 */

import { profilesOf, type Target } from './target';

export type WarningCode =
  /**
   * `where`: which versions of the agent do not cache prompts with an ARN. Long tasks become dearer. `but` is
   * `temperature` where the version that does cache them is refused by the model.
   */
  | 'no-prompt-caching'
  /**
   * `model` refuses the temperature 0 that Cline's older bundle always sends; `where` is that bundle where it is known
   * to run.
   */
  | 'temperature-refused'
  /** Extended thinking is turned off: `where` sends it in a shape that does not fit an ARN. */
  | 'thinking-off'
  /**
   * The variable `variable` of this environment overrides the file. A terminal may have other variables than VS Code.
   */
  | 'variable-wins'
  /** The setting `setting` of VS Code overrides the file, in the agent's extension. */
  | 'setting-wins'
  /** `file` overrides the file that is written. */
  | 'file-wins'
  /**
   * `file` sets `keyPath` to something else, which this change does not touch: not all of the agent's requests use the
   * profile.
   */
  | 'goes-past'
  /**
   * `file` refers under `keyPath` to a value that is not known here, `reference`: whether it is the profile is unknown.
   */
  | 'unresolved'
  /** The list `keyPath` of `file` keeps the agent from using the model that is set. */
  | 'model-blocked'
  /**
   * `agent` stops reading the list `keyPath` of `file`, with its `count` lines, as soon as the file that is written has
   * one.
   */
  | 'hides-list'
  /** It is unknown whether a task of `agent` is running; it would continue with the new model. */
  | 'running-task'
  /** `agent` sends a temperature with an ARN, which `model` is reported to refuse. */
  | 'temperature-sent'
  /** Written into the folder's shared file: everybody who checks it out invokes this profile. */
  | 'shared-with-team'
  /** The agent has a list of providers that leaves Amazon Bedrock out, in `file` under `keyPath`. */
  | 'provider-disabled'
  /** No context and output limits are known for `model`, so the agent guesses. */
  | 'limits-unknown'
  /** No prices are known for `model`, so the agent shows no cost. */
  | 'prices-unknown'
  /** `model` is not a Claude model, which this agent is made for. */
  | 'not-claude'
  | 'no-longer-maintained'
  /** What is written comes from its source or its documentation; it was not run. */
  | 'not-tried'
  /** A window that is not reloaded puts the earlier model back when it next saves. */
  | 'other-windows'
  /** A task that is open keeps its model. */
  | 'open-tasks-keep-model'
  /** Planning and acting share one model in this agent now; `keyPath` is set so that each has its own. */
  | 'roles-not-separate'
  /** The agent has not been started yet, so its file is made by us. */
  | 'not-started-yet'
  /**
   * `file` sets `keyPath` to another model, `model`, which this change does not touch: the gateway refuses its calls
   * unless there is a profile for it.
   */
  | 'needs-profile'
  /** The proxy in `variable` would carry calls to the gateway of `agent`, which has no place for an exception. */
  | 'proxy-carries-calls'
  /** Git would add `file`, so that the secret, and with it the change, is written to the user's `instead`. */
  | 'written-elsewhere'
  /**
   * Another account's or an API key's variable would be used to sign in: `variable`; `file` where a settings file holds
   * it.
   */
  | 'other-credentials'
  /** Bedrock is called at `endpoint`, which is not AWS's own. */
  | 'endpoint'
  /** The model has to be chosen in the agent's own list once: `name`. */
  | 'choose-in-agent';

export interface Warning {
  readonly code: WarningCode;
  readonly data: Readonly<Record<string, string>>;
}

export const warning = (code: WarningCode, data: Readonly<Record<string, string>> = {}): Warning => ({ code, data });

/** What is not known of a target's models. */
export function unknownModelWarnings(target: Target): readonly Warning[] {
  return profilesOf(target).flatMap(({ model, limits, prices }) => [
    ...(limits === undefined ? [warning('limits-unknown', { model })] : []),
    ...(prices === undefined ? [warning('prices-unknown', { model })] : []),
  ]);
}
