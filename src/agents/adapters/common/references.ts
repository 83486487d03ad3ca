/**
 * References in settings: `{env:NAME}` is a variable, `{file:PATH}` the text of a file. A folder's settings may come
 * from anybody and name any variable, also a secret's. So a variable's value is used only if it has the form of a
 * Region, a model or a name, and files are never read.
 */

import { variable, type HostMachine } from '../../hostMachine';

const REFERENCE = /\{(?:env|file):[^}]*\}/;
const VARIABLE = /\{env:([^}]+)\}/g;

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+$/;
const ARN = /^arn:[a-z-]+:bedrock:[a-z0-9-]*:\d*:[a-z-]+\/[\w.:/-]+$/;
const MODEL_ID = /^(?:[a-z][a-z-]*\.)+[\w.-]+(?::\d+)*$/;
const NAME = /^[a-z0-9][a-z0-9.-]*$/;

const FORMS = {
  region: (text: string): boolean => REGION.test(text),
  model: (text: string): boolean => ARN.test(text) || MODEL_ID.test(text),
  /** A name of a provider and of a model in it, as people give them. */
  name: (text: string): boolean =>
    text.split('/').every((part) => NAME.test(part) || FORMS.model(part)) || FORMS.model(text),
};

/** A text as the agent reads it. `reference` is what it refers to, where that is not known here. */
export type Resolved = { readonly text: string } | { readonly reference: string };

/** Puts variables in their places. */
export function resolve(text: string, form: keyof typeof FORMS, host: HostMachine): Resolved {
  if (!REFERENCE.test(text)) return { text };
  const found = text.replace(VARIABLE, (reference, name: string) => variable(host, name) ?? reference);
  if (REFERENCE.test(found) || !FORMS[form](found)) return { reference: text };
  return { text: found };
}

/** An AWS profile's name; a reference is resolved only if it names a variable for AWS profiles. */
export function profileName(text: string | undefined, host: HostMachine): string | undefined {
  if (text === undefined || !REFERENCE.test(text)) return text;
  const name = /^\{env:(AWS_(?:DEFAULT_)?PROFILE)\}$/.exec(text)?.[1];
  return name === undefined ? undefined : variable(host, name);
}
