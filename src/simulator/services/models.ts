/** Bedrock's control plane: foundation models. */

import { findModel, foundationModels, modelArn, type Model } from '../catalog';
import { RequestValidator } from '../requestValidator';
import { notFound } from '../errors';
import type { Operation } from '../operation';

function summaryOf(model: Model, region: string): Readonly<Record<string, unknown>> {
  const system = model.geos.length > 0 ? ['INFERENCE_PROFILE'] : [];
  return {
    modelArn: modelArn(region, model.id),
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: model.id.startsWith('anthropic') ? ['TEXT', 'IMAGE'] : ['TEXT'],
    outputModalities: [outputOf(model)],
    responseStreamingSupported: !model.embeddings,
    customizationsSupported: [],
    inferenceTypesSupported: model.onDemand ? ['ON_DEMAND', ...system] : system,
    modelLifecycle: {
      status: model.legacy ? 'LEGACY' : 'ACTIVE',
      startOfLifeTime: new Date(model.launched),
      ...(model.endOfLife === undefined ? {} : { endOfLifeTime: new Date(model.endOfLife) }),
    },
  };
}

const outputOf = (model: Model): string => (model.embeddings ? 'EMBEDDING' : 'TEXT');

const list: Operation = (input, { region }) => {
  const validator = new RequestValidator();
  const output = input.text('byOutputModality');
  const inference = input.text('byInferenceType');
  validator.oneOf('byOutputModality', output, ['TEXT', 'IMAGE', 'EMBEDDING']);
  validator.oneOf('byInferenceType', inference, ['ON_DEMAND', 'PROVISIONED']);
  validator.oneOf('byCustomizationType', input.text('byCustomizationType'), [
    'FINE_TUNING',
    'CONTINUED_PRE_TRAINING',
    'DISTILLATION',
  ]);
  validator.done();
  const provider = input.text('byProvider')?.toLowerCase();
  const models = foundationModels(region)
    .filter((model) => provider === undefined || model.provider.toLowerCase() === provider)
    .filter((model) => output === undefined || outputOf(model) === output)
    .filter((model) => inference === undefined || (inference === 'ON_DEMAND' && model.onDemand))
    .filter(() => !input.has('byCustomizationType'));
  return { body: { modelSummaries: models.map((model) => summaryOf(model, region)) } };
};

const get: Operation = (input, { region }) => {
  const identifier = input.text('modelIdentifier') ?? '';
  const validator = new RequestValidator();
  validator.text('modelIdentifier', identifier, { min: 1, max: 2048, pattern: '[a-zA-Z0-9-:./_]+', required: true });
  validator.done();
  const id = identifier.startsWith('arn:') ? identifier.slice(identifier.indexOf('/') + 1) : identifier;
  const model = findModel(region, id);
  if (!model || (identifier !== id && identifier !== modelArn(region, id))) {
    throw notFound('Could not resolve the foundation model from the model identifier.');
  }
  return { body: { modelDetails: summaryOf(model, region) } };
};

export const modelOperations: Readonly<Record<string, Operation>> = {
  ListFoundationModels: list,
  GetFoundationModel: get,
};
