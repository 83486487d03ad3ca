/**
 * Cline's `settings/providers.json`. Cline discards the whole file, other providers' keys included, for one value that
 * does not match its schema. So we neither write nor leave a file that this schema rejects; it accepts no more than
 * Cline's, as read from version 3.0.65 of its core. Keys that are not named here are kept and not checked: Cline
 * ignores them.
 */

import { isRecord } from '../../../core/collections';
import * as v from 'valibot';
import type { Json } from '../../documents/document';

/** The library accepts a list as an object; Cline does not. */
const fields = v.custom<Record<string, unknown>>(isRecord);
const object = <Entries extends v.ObjectEntries>(entries: Entries) => v.pipe(fields, v.looseObject(entries));
/** Checks every value of an object. The library's own `record` skips keys such as `constructor`, which Cline checks. */
const record = (value: v.GenericSchema) =>
  v.pipe(
    fields,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const input = dataset.value;
      for (const [key, item] of Object.entries(input)) {
        const [issue] = v.safeParse(value, item, { abortEarly: true }).issues ?? [];
        if (issue === undefined) continue;
        const at = { type: 'object', origin: 'value', input, key, value: item } as const;
        addIssue({ message: issue.message, path: [at, ...(issue.path ?? [])] });
        return;
      }
    }),
  );

const text = v.optional(v.string());
const flag = v.optional(v.boolean());
const count = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const url = v.optional(v.pipe(v.string(), v.url()));
const provider = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/i));
const anything = v.optional(record(v.unknown()));

const aws = object({
  accessKey: text,
  secretKey: text,
  sessionToken: text,
  region: text,
  profile: text,
  authentication: v.optional(v.picklist(['iam', 'api-key', 'apikey', 'profile'])),
  usePromptCache: flag,
  useCrossRegionInference: flag,
  useGlobalInference: flag,
  endpoint: url,
  customModelBaseId: text,
});

const auth = object({
  apiKey: text,
  accessToken: text,
  refreshToken: text,
  expiresAt: count,
  accountId: text,
  organizationId: text,
  organizationName: text,
  memberId: text,
  metadata: anything,
});

const reasoning = object({
  enabled: flag,
  effort: v.optional(v.picklist(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])),
  budgetTokens: count,
});

const sap = object({
  clientId: text,
  clientSecret: text,
  tokenUrl: url,
  resourceGroup: text,
  deploymentId: text,
  useOrchestrationMode: flag,
  api: v.optional(v.picklist(['orchestration', 'foundation-models'])),
  defaultSettings: anything,
});

const modelCatalog = object({
  loadLatestOnInit: flag,
  includeClineCloudModels: flag,
  loadPrivateOnAuth: flag,
  url,
  cacheTtlMs: count,
  failOnError: flag,
});

const PROTOCOLS = ['anthropic', 'gemini', 'openai-chat', 'openai-responses', 'openai-r1', 'ai-sdk'] as const;
const CLIENTS = [
  'anthropic',
  'ai-sdk',
  'ai-sdk-community',
  'openai',
  'openai-compatible',
  'openai-r1',
  'gemini',
  'bedrock',
  'custom',
  'fetch',
  'vertex',
] as const;
const CAPABILITIES = [
  'reasoning',
  'prompt-cache',
  'streaming',
  'tools',
  'vision',
  'computer-use',
  'oauth',
  'popular',
] as const;

const settings = object({
  provider,
  apiKey: text,
  auth: v.optional(auth),
  model: text,
  protocol: v.optional(v.picklist(PROTOCOLS)),
  client: v.optional(v.picklist(CLIENTS)),
  routingProviderId: v.optional(provider),
  maxTokens: count,
  contextWindow: count,
  baseUrl: url,
  headers: v.optional(record(v.string())),
  timeout: count,
  reasoning: v.optional(reasoning),
  aws: v.optional(aws),
  gcp: v.optional(object({ projectId: text, region: text })),
  azure: v.optional(object({ apiVersion: text, useIdentity: flag })),
  sap: v.optional(sap),
  oca: v.optional(object({ mode: v.optional(v.picklist(['internal', 'external'])), usePromptCache: flag })),
  region: text,
  apiLine: v.optional(v.picklist(['china', 'international'])),
  capabilities: v.optional(v.array(v.picklist(CAPABILITIES))),
  modelCatalog: v.optional(modelCatalog),
});

/** ISO 8601 in UTC: Cline accepts no offset. */
const TIMESTAMP = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;
const moment = v.pipe(
  v.string(),
  v.regex(TIMESTAMP),
  // The 31st of February is read as a day of March.
  v.check((at) => new Date(`${at.slice(0, 10)}T00:00:00Z`).toJSON().startsWith(at.slice(0, 10))),
);

const filledText = v.pipe(v.string(), v.minLength(1));

const file = object({
  version: v.literal(1),
  lastUsedProvider: v.optional(filledText),
  modes: v.optional(object({ voiceInput: v.optional(object({ providerId: filledText, modelId: filledText })) })),
  providers: record(
    object({
      settings,
      updatedAt: moment,
      tokenSource: v.optional(v.picklist(['manual', 'oauth', 'migration'])),
    }),
  ),
});

/** The key path of the first value that Cline would not accept; undefined when all are valid. Never a value. */
export function invalidAt(value: Json | undefined): string | undefined {
  const result = v.safeParse(file, value, { abortEarly: true });
  if (result.success) return undefined;
  return v.getDotPath(result.issues[0]) ?? 'the file';
}
