import { expect, it } from 'vitest'
import { WindowEvents } from './window-events.ts'

it('keeps what is asked before there is a page, for one page alone', () => {
  const events = new WindowEvents<string>()
  events.tell('link')
  const heard: string[] = []
  const off = events.on((event) => heard.push(event))
  events.tell('settings')
  expect(heard).toEqual(['link', 'settings'])
  const second: string[] = []
  events.on((event) => second.push(event))()
  expect(second).toEqual([])
  off()
  off()
  events.tell('after a reload')
  events.on((event) => second.push(event))
  expect(second).toEqual(['after a reload'])
})

it('keeps the newest of many', () => {
  const events = new WindowEvents<number>()
  for (let number = 0; number < 100; number++) events.tell(number)
  const heard: number[] = []
  events.on((event) => heard.push(event))
  expect(heard).toEqual([92, 93, 94, 95, 96, 97, 98, 99])
})
