/** The lint rules that keep every text that VS Code renders on its one way. */

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import { describe, it } from 'mocha';
import tseslint from 'typescript-eslint';

const repository = resolve(import.meta.dirname, '../..');

/** Each goes around src/ui/window.ts, src/ui/tooltip.ts or src/ui/inert.ts. */
const AROUND = [
  "import * as vscode from 'vscode'; void vscode.window.showErrorMessage('x');",
  "import * as vscode from 'vscode'; const view = vscode.window.createTreeView('x', y); view.message = 'x';",
  "import * as vscode from 'vscode'; vscode['window'].setStatusBarMessage('x');",
  "import * as vscode from 'vscode'; const { window } = vscode; window.createQuickPick();",
  "import * as code from 'vscode'; code.window.createTerminal('x');",
  "import { window } from 'vscode'; window.createStatusBarItem();",
  "import { window as w } from 'vscode'; void w.withProgress(x, y);",
  "import { MarkdownString } from 'vscode'; new MarkdownString('x');",
  "import * as vscode from 'vscode'; new vscode.MarkdownString('x');",
  "text.appendMarkdown('x');",
  'text.isTrusted = true;',
  "export const item = { label: '$(zap) x' };",
  'export const item = { label: `$(zap) ${x}` };',
  'export const item = { label: `$(${x}) y` };',
];

describe('A way around the inert texts', () => {
  const eslint = new ESLint({ cwd: repository, overrideConfig: tseslint.configs.disableTypeChecked });

  for (const code of AROUND)
    it(`is refused: ${code}`, async () => {
      for (const filePath of ['src/ui/any.ts', 'src/features/agents/any.ts', 'src/extension.ts']) {
        const [result] = await eslint.lintText(code, { filePath });
        assert.ok(
          result?.messages.some(({ ruleId }) => ruleId === 'no-restricted-syntax'),
          JSON.stringify(result),
        );
      }
    });

  it('is not seen where there is none', async () => {
    const code = "import { window } from './window'; void window.showErrorMessage('costs $5 (at least)');";
    const [result] = await eslint.lintText(code, { filePath: 'src/ui/any.ts' });
    assert.deepEqual(
      result?.messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax'),
      [],
    );
  });
});
