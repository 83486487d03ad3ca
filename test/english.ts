/** The usage page's sentences in English, for tests that run without VS Code. */

import './vscodeStandIn';
import { pageStrings } from '../src/features/usage/pageStrings';

export const english = pageStrings();
