import assert from 'node:assert/strict';
import { agentsFolder } from '../../../../src/features/agents/workspaceFolder';

const folder = (scheme: string, name: string) => ({ name, uri: { scheme, fsPath: `/${name}` } });

describe('the workspace folder for agents’ files', () => {
  it('is the first one on this machine’s disk', () => {
    const folders = [folder('vscode-vfs', 'elsewhere'), folder('file', 'repo'), folder('file', 'other')];
    assert.deepEqual(agentsFolder(folders), { path: '/repo', name: 'repo', open: 3 });
    assert.deepEqual(agentsFolder([folder('file', 'repo')]), { path: '/repo', name: 'repo', open: 1 });
  });

  it('is none where none is on the disk, or none is open', () => {
    assert.equal(agentsFolder([folder('vscode-vfs', 'elsewhere')]), undefined);
    assert.equal(agentsFolder([]), undefined);
    assert.equal(agentsFolder(undefined), undefined);
  });
});
