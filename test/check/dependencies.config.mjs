// Which module may import which. Types count as well: an import that only a type needs binds two files just as much.
// `npx depcruise --config test/check/dependencies.config.mjs src test` lists what is wrong.

/** What each folder of src/ may import beside itself; what is not named here, nothing of ours. */
const layers = {
  core: [],
  system: [],
  protocol: ['core'],
  aws: ['core'],
  agents: ['core', 'system'],
  http: [],
  gateway: ['core', 'http'],
  simulator: ['core', 'http'],
  store: ['core', 'system'],
  webview: ['core', 'protocol'],
  ui: ['core', 'agents', 'store', 'manifest'],
  cli: ['core', 'aws', 'agents', 'gateway', 'http', 'simulator', 'store', 'system'],
  features: ['core', 'aws', 'agents', 'gateway', 'simulator', 'store', 'system', 'protocol', 'ui', 'manifest'],
};

/**
 * What a feature shows to others beside its register.ts, which is loaded at start, and its index.ts, which is loaded on
 * first need.
 */
const shared = [
  // The usage page is put together from a part of each feature.
  '[^/]+/page(Model|Strings)',
  // Its host keeps what the reader has chosen to see of the bill, and requests it.
  'billing/billController',
  // The guide shows, before anything is written, what an agent would be given of the connection.
  'agents/agentConnection',
  // Diagnose reports agents in the same sentences as their view.
  'agents/messages/drift',
];

const layerRules = Object.entries(layers).map(([folder, others]) => ({
  name: `${folder}-imports-${others.join('-') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [folder, ...others].map((name) => `^src/${name}(/|[.]ts$)`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: { path: '^(src|test)/' }, to: { circular: true } },
    ...layerRules,
    {
      name: 'features-keep-their-insides',
      comment: 'A feature is used through its register.ts and index.ts, or through what is listed as shared.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/features/',
        pathNot: [
          '^src/features/$1/',
          '^src/features/[^/]+/(register|index)[.]ts$',
          ...shared.map((file) => `^src/features/${file}[.]ts$`),
        ],
      },
    },
    {
      name: 'only-features-and-ui-use-vscode',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(features/|ui/|extension[.]ts$)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'only-aws-and-simulator-use-the-sdk',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(aws|simulator|gateway)/' },
      to: { path: '@(aws-sdk|smithy)/' },
    },
    {
      name: 'gateway-uses-signing-and-event-streams-alone',
      comment: 'It takes AWS as an interface: credentials and profiles are given to it.',
      severity: 'error',
      from: { path: '^src/gateway/' },
      to: { path: '@(aws-sdk|smithy)/', pathNot: '@smithy/(signature-v4|eventstream-codec)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'Its results depend on its arguments alone: no files, no network, no processes.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-missing-module',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    {
      name: 'no-unused-module',
      comment: 'It can be reached from what VS Code, a page or a person starts.',
      severity: 'error',
      from: { path: '^src/(extension|uninstall|cli/main|simulator/main|webview/(usage|guide)/main)[.]ts$' },
      to: {
        path: '^src/',
        pathNot: '^src/(extension|uninstall|cli/main|simulator/main|webview/(usage|guide)/main)[.]ts$',
        reachable: false,
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
