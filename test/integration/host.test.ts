import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/manifest';

describe('the VS Code that the tests run in', () => {
  it('is at least as new as our floor', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major > 1 || (major === 1 && minor >= 100), vscode.version);
  });

  it('has our extension', () => {
    assert.ok(vscode.extensions.getExtension('bedrock-tally.bedrock-tally'));
  });
});

describe('the extension, once it is active', () => {
  it('has registered every command that package.json declares', async () => {
    await vscode.extensions.getExtension('bedrock-tally.bedrock-tally')?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(COMMANDS).filter((command) => !registered.has(command)),
      [],
    );
  });
});
