/** Every message is well-formed ICU, and both languages use the same values. */
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import type { MessageId } from './provider.tsx'

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Element types without a value (`TYPE` of the ICU parser): plain text, and `#`. */
const withoutValue: readonly number[] = [0, 7]

function valuesOf(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (withoutValue.includes(element.type) || !('value' in element)) return []
    const inside = [
      ...('options' in element ? Object.values(element.options).flatMap(({ value }) => valuesOf(value)) : []),
      ...('children' in element ? valuesOf(element.children) : []),
    ]
    return [element.value, ...inside]
  })
}

const valuesIn = (message: string) => [...new Set(valuesOf(new IntlMessageFormat(message, 'en').getAst()))].sort()

test.each(Object.keys(en) as MessageId[])('%s', (id) => {
  expect(de[id].trim()).not.toBe('')
  expect(valuesIn(de[id])).toEqual(valuesIn(en[id]))
})
