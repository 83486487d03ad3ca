/** Asks for the code of an MFA device, when the user has just done something that needs it, and never by itself. */

import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../core/awsApi';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** The form of the codes of authenticator apps and hardware tokens. */
const CODE = /^\d{6}$/;

/** Asks for each code that a connection needs now. Nothing is asked while earlier credentials still hold. */
export async function askMfaCodes(choice: ConnectionChoice): Promise<void> {
  const { provideMfaCode, mfaDevices } = await import('../../aws/index');
  for (const serial of await mfaDevices(choice)) {
    const code = await window.showInputBox({
      title: l10n.t('Connect to AWS: MFA Code'),
      prompt: l10n.t('Enter the code of {0}. It’s needed once per session.', serial),
      placeHolder: l10n.t('6 digits'),
      ignoreFocusOut: true,
      validateInput: (text) => (CODE.test(text.trim()) ? undefined : l10n.t('Enter the 6 digits')),
    });
    if (code === undefined) return;
    provideMfaCode(serial, code.trim());
  }
}
