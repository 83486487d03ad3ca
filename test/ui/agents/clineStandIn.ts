/**
 * A stand-in for Cline's extension 4.1.13 that keeps its settings as the real one does: two bundles in one package, one
 * of which runs; a state that is read once, at the start, and written as a whole whenever it writes; the newer bundle
 * writes when it ends as well.
 */

/**
 * What a person does in Cline's own settings: `{ set: { key: value } }`, taken up by the bundle that runs, which then
 * writes its whole memory.
 */
export const CLINE_DO = 'cline-do.json';
/** What it had in memory after its start. */
export const CLINE_STARTED = 'cline-started.json';
/** `chat` or `onboarding`: which of its pages it opens. */
export const CLINE_PAGE = 'cline-page';
/** What its next call would invoke, by the bundle that runs: `{ provider, model, region }`. */
export const CLINE_INVOKES = 'cline-invokes.json';

/** Where this lies in the home it is installed and does not start. */
export const CLINE_OFF = 'cline-off';

const CODE = `
const fs = require('node:fs'), path = require('node:path'), os = require('node:os'), vscode = require('vscode');
const at = (name) => path.join(os.homedir(), name);
const chosen = vscode.workspace.getConfiguration('cline.rollout').get('bundleOverride');
const bundle = chosen === 'legacy' ? 'legacy' : 'next';
const { CLINE_DIR, CLINE_DATA_DIR } = process.env;
const common = path.join(CLINE_DIR || at('.cline'), 'data');
const file = path.join((bundle === 'next' && CLINE_DATA_DIR) || common, 'globalState.json');
let memory;
const tell = (name, value) => fs.writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));
const write = () => fs.writeFileSync(file, JSON.stringify(memory));
function invokes() {
  const provider = memory.actModeApiProvider, region = memory.awsRegion;
  if (provider !== 'bedrock') return { provider };
  const custom = bundle === 'next' || memory.actModeAwsBedrockCustomSelected === true;
  return { provider, model: custom ? memory.actModeApiModelId : 'anthropic.claude-sonnet-5', region };
}
exports.activate = ({ subscriptions }) => {
  if (fs.existsSync(at(${JSON.stringify(CLINE_OFF)}))) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  memory = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  if (memory.welcomeViewCompleted === undefined) {
    memory.welcomeViewCompleted = false;
    write();
  }
  const mark = bundle === 'next' ? 'cline.marketplaceButtonClicked' : 'cline.reconstructTaskHistory';
  subscriptions.push(vscode.commands.registerCommand(mark, () => undefined));
  const watcher = fs.watch(os.homedir(), (_, name) => {
    if (name !== ${JSON.stringify(CLINE_DO)} || !fs.existsSync(at(name))) return;
    try {
      memory = { ...memory, ...JSON.parse(fs.readFileSync(at(name), 'utf8')).set };
    } catch {
      return;
    }
    write();
    tell(${JSON.stringify(CLINE_INVOKES)}, invokes());
  });
  subscriptions.push({ dispose: () => watcher.close() });
  tell(${JSON.stringify(CLINE_STARTED)}, memory);
  tell(${JSON.stringify(CLINE_PAGE)}, memory.welcomeViewCompleted === true ? 'chat' : 'onboarding');
  tell(${JSON.stringify(CLINE_INVOKES)}, invokes());
};
exports.deactivate = () => {
  if (memory === undefined) return;
  memory = { ...memory, taskHistory: 7 };
  if (bundle === 'next') write();
};
`;

export const CLINE_STAND_IN = {
  publisher: 'saoudrizwan',
  name: 'claude-dev',
  displayName: 'Cline (stand-in)',
  version: '4.1.13',
  code: CODE,
  contributes: {
    configuration: {
      properties: {
        'cline.rollout.bundleOverride': { type: 'string', enum: ['auto', 'next', 'legacy'], default: 'auto' },
      },
    },
  },
} as const;

/** The same with Cline's view in the activity bar: where it is open, showing it starts Cline. */
export const CLINE_WITH_VIEW = {
  ...CLINE_STAND_IN,
  contributes: {
    ...CLINE_STAND_IN.contributes,
    viewsContainers: { activitybar: [{ id: 'claude-dev-ActivityBar', title: 'Cline', icon: '$(beaker)' }] },
    views: {
      'claude-dev-ActivityBar': [{ type: 'webview', id: 'claude-dev.SidebarProvider', name: 'Cline' }],
    },
  },
} as const;
