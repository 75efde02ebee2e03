// The target of some of our compilers knows the flag `v` only from ES2024 on; every engine we run in has it.
const unicodeSets: string = 'v'

/** Matches one emoji and nothing else, in whatever skin tone or sequence (Unicode UTS #51, RGI emoji). */
export const oneEmoji = new RegExp('^\\p{RGI_Emoji}$', unicodeSets)
