/** This machine: versions, variables and proxies. Of variables only those values are told that name a place. */

import { fieldOf } from '../../core/collections';
import { release } from 'node:os';
import * as vscode from 'vscode';
import { fine } from '../../core/diagnose/checks';
import { manifest } from '../../ui/commandTitles';
import type { Checks } from './context';

const { l10n } = vscode;

/** Variables whose values name a place and open nothing. */
const TELLING = new Set([
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
]);
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];

const isSet = (name: string): boolean => (process.env[name] ?? '') !== '';

/** A proxy's place without who signs in to it. */
function placeOf(text: string): string {
  if (!URL.canParse(text)) return l10n.t('(not an address)');
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}

function versionOfExtension(): string {
  const version = fieldOf(manifest(), 'version');
  return typeof version === 'string' ? version : '';
}

export const machineChecks: Checks<'versions' | 'environment' | 'proxy'> = {
  versions: () => {
    const { remoteName, appName } = vscode.env;
    return Promise.resolve(
      fine(
        `Bedrock Tally ${versionOfExtension()}, ${appName} ${vscode.version}, Node.js ${process.versions.node}, ${process.platform} ${release()} ${process.arch}`,
        ...(remoteName === undefined ? [] : [l10n.t('The extension runs on a remote machine ({0}).', remoteName)]),
      ),
    );
  },

  environment: () => {
    const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_') && isSet(name));
    const told = names
      .sort()
      .map((name) => (TELLING.has(name) ? `${name} (${process.env[name] ?? ''})` : name))
      .join(', ');
    return Promise.resolve(
      fine(
        told === '' ? l10n.t('No variable of AWS is set.') : l10n.t('These variables of AWS are set: {0}.', told),
        ...(names.includes('AWS_BEARER_TOKEN_BEDROCK')
          ? [
              l10n.t(
                'AWS_BEARER_TOKEN_BEDROCK is an API key: agents that use it call AWS as somebody else than Bedrock Tally does.',
              ),
            ]
          : []),
      ),
    );
  },

  proxy: () => {
    const http = vscode.workspace.getConfiguration('http');
    const proxy = http.get<string>('proxy') ?? '';
    const support = http.get<string>('proxySupport') ?? '';
    const variables = PROXIES.filter(isSet);
    const none = proxy === '' && variables.length === 0;
    return Promise.resolve(
      fine(
        none ? l10n.t('None is set.') : l10n.t('VS Code’s proxy support for extensions: {0}.', support),
        ...(proxy === '' ? [] : [l10n.t('VS Code’s setting http.proxy: {0}', placeOf(proxy))]),
        ...variables.map((name) =>
          /^no_proxy$/i.test(name)
            ? l10n.t('{0} is set.', name)
            : l10n.t('{0}: {1}', name, placeOf(process.env[name] ?? '')),
        ),
        ...(!none && support === 'off'
          ? [l10n.t('VS Code passes no proxy on to extensions (http.proxySupport is off).')]
          : []),
      ),
    );
  },
};
