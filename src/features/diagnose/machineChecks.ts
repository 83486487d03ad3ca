/**
 * This machine: versions, environment variables and proxies. Values are reported only of variables that cannot have
 * secrets.
 */

import { release } from 'node:os';
import * as vscode from 'vscode';
import { fieldOf } from '../../core/collections';
import { passed } from './finding';
import { manifest } from '../../ui/commandTitles';
import type { Checks } from './context';

const { l10n } = vscode;

/** Variables whose values are not secret. */
const REPORTED_VALUES = new Set([
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
]);
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];

const isSet = (name: string): boolean => (process.env[name] ?? '') !== '';

/** A proxy's address without user name and password. */
function addressOf(text: string): string {
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
      passed(
        `Bedrock Tally ${versionOfExtension()}, ${appName} ${vscode.version}, Node.js ${process.versions.node}, ${process.platform} ${release()} ${process.arch}`,
        ...(remoteName === undefined ? [] : [l10n.t('The extension runs on a remote machine ({0}).', remoteName)]),
      ),
    );
  },

  environment: () => {
    const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_') && isSet(name));
    const listed = names
      .sort()
      .map((name) => (REPORTED_VALUES.has(name) ? `${name} (${process.env[name] ?? ''})` : name))
      .join(', ');
    return Promise.resolve(
      passed(
        listed === '' ? l10n.t('No AWS variables are set.') : l10n.t('AWS variables: {0}.', listed),
        ...(names.includes('AWS_BEARER_TOKEN_BEDROCK')
          ? [
              l10n.t(
                'AWS_BEARER_TOKEN_BEDROCK is an API key: agents that use it call AWS with another identity than Bedrock Tally.',
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
      passed(
        none ? l10n.t('Not set.') : l10n.t('VS Code’s proxy support for extensions: {0}.', support),
        ...(proxy === '' ? [] : [l10n.t('VS Code setting http.proxy: {0}', addressOf(proxy))]),
        ...variables.map((name) =>
          /^no_proxy$/i.test(name)
            ? l10n.t('{0} is set.', name)
            : l10n.t('{0}: {1}', name, addressOf(process.env[name] ?? '')),
        ),
        ...(!none && support === 'off'
          ? [l10n.t('VS Code doesn’t pass the proxy on to extensions (http.proxySupport is off).')]
          : []),
      ),
    );
  },
};
