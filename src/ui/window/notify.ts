import type { MessageOptions } from 'vscode';
import { inert } from '../inert';
import { inertOptional } from './properties';

type Show = (message: string, options: MessageOptions, ...buttons: string[]) => Thenable<string | undefined>;

/** Shows a notification or a dialog by inert texts, and is answered by the button as the caller wrote it. */
interface Notify {
  <Button extends string>(message: string, ...buttons: readonly Button[]): Promise<Button | undefined>;
  <Button extends string>(
    message: string,
    options: MessageOptions,
    ...buttons: readonly Button[]
  ): Promise<Button | undefined>;
}

/** Makes one of VS Code's three message functions inert. */
export const notifier =
  (show: Show): Notify =>
  async <Button extends string>(
    message: string,
    ...rest: readonly (MessageOptions | Button)[]
  ): Promise<Button | undefined> => {
    const { detail, ...options } = rest.find((one) => typeof one === 'object') ?? {};
    const buttons = rest.filter((one) => typeof one === 'string');
    const shown = buttons.map(inert);
    const answer = await show(inert(message), { ...options, ...inertOptional({ detail }) }, ...shown);
    return answer === undefined ? undefined : buttons[shown.indexOf(answer)];
  };
