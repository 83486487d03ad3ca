/** Loaded at the first write: most of what it weighs is a library that start-up has no use for. */

export { Files } from './files';
export { fileJournals, isJournal, memoryJournals, pruneJournals } from './journals';
