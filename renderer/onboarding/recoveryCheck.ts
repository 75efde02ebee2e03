/** The question whether somebody has written the recovery phrase down. Has no knowledge of React. */

/** As many words as show that the paper is there, and few enough to be typed. */
const askedFor = 3

/** Which words are asked for: places from 1, in their order. `random` gives values from 0 up to 1. */
export function askedPlaces(length: number, random: () => number): number[] {
  const places = Array.from({ length }, (_, index) => index + 1)
  const chosen = Array.from({ length: Math.min(askedFor, length) }, () => {
    const [place = 1] = places.splice(Math.floor(random() * places.length), 1)
    return place
  })
  return chosen.sort((a, b) => a - b)
}

/** Case and spaces around do not count. */
export const isWord = (given: string, word: string | undefined): boolean => given.trim().toLowerCase() === word
