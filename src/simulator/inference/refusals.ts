/** How Bedrock words what a model refuses. */

import { validation, type AwsError } from '../errors';

/** The two ways of invoking a model. Converse has Bedrock's own form, InvokeModel the maker's. */
export type Api = 'converse' | 'invoke';

/** A refusal by the model itself: Converse puts a sentence of its own before it. */
export const refusedByModel = (api: Api, message: string): AwsError =>
  validation(api === 'converse' ? `The model returned the following errors: ${message}` : message);
