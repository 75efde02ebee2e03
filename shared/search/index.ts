/** Words, queries and marks: the part of search that core and renderer share. */
export { type Mark, marksOf, type Snippet, snippetOf } from './matches.ts'
export { isEmpty, longestQuery, parseQuery, type Query, type Term } from './query.ts'
export { type Word, wordsOf } from './words.ts'
