import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wouldGitAdd } from '../../../src/system/git';

describe('asking Git about a file', () => {
  let folder: string;
  const file = (...names: readonly string[]): string => join(folder, ...names);
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', file('repository'), ...args], { stdio: 'ignore' });
  };
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'bedrock-tally-git-')));
    mkdirSync(file('repository'));
    git('init', '--quiet');
    writeFileSync(file('repository', '.gitignore'), 'ignored*\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers by its rules, and by what it has already', async () => {
    assert.equal(await wouldGitAdd(file('outside.json')), false);
    assert.equal(await wouldGitAdd(file('repository', 'new.json')), true);
    assert.equal(await wouldGitAdd(file('repository', 'no', 'such', 'folder', 'new.json')), true);
    assert.equal(await wouldGitAdd(file('repository', 'ignored.json')), false);
    writeFileSync(file('repository', 'ignored.json'), '{}');
    git('add', '--force', 'ignored.json');
    assert.equal(await wouldGitAdd(file('repository', 'ignored.json')), true, 'Git has it');
  });

  it('takes a repository that Git cannot read as one that would add it', async () => {
    writeFileSync(file('repository', '.git', 'HEAD'), 'nonsense');
    assert.equal(await wouldGitAdd(file('repository', 'ignored.json')), true);
  });

  it('runs nothing that a repository names', async () => {
    const program = file('repository', 'program.sh');
    writeFileSync(program, `#!/bin/sh\ntouch '${file('ran')}'\n`);
    chmodSync(program, 0o755);
    git('add', '.gitignore');
    git('config', 'core.fsmonitor', program);
    git('config', 'core.pager', program);
    git('config', 'core.hooksPath', file('repository'));
    assert.equal(await wouldGitAdd(file('repository', 'ignored.json')), false);
    assert.equal(existsSync(file('ran')), false);
  });
});
