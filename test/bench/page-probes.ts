/** What runs inside the page to measure it. Each function goes there alone: it may use nothing from around it. */

export interface Scrolled {
  /** Time from each frame to the next, in milliseconds. */
  readonly frames: number[]
  /** Tasks of the page that took more than 50 ms. */
  readonly tasks: number
}

/** Opens a chat; gives the time until its newest message is drawn, in milliseconds. */
export async function chatOpened({ name, text }: { name: string; text: string }): Promise<number> {
  const list = document.querySelector('ul[aria-label="Chats"]')
  const entry = [...(list?.querySelectorAll('li') ?? [])].find((item) => item.textContent?.includes(name))
  const button = entry?.querySelector('button')
  if (!button) throw new Error(`no chat with ${name}`)
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  await frame()
  const start = performance.now()
  button.click()
  const isShown = () => {
    const log = document.querySelector('[role=log]')?.getBoundingClientRect()
    return [...document.querySelectorAll('[role=log] article')].some((message) => {
      const { top, bottom } = message.getBoundingClientRect()
      return log && message.textContent?.includes(text) && top >= log.top && bottom <= log.bottom + 1
    })
  }
  while (!isShown()) {
    if (performance.now() - start > 30_000) throw new Error(`${text} did not come`)
    await frame()
  }
  return performance.now() - start
}

/** Scrolls the open chat back by `step` pixels in each frame, until the message with this number is there. */
export async function scrolledBack({
  until,
  step,
}: {
  until: number
  step: number
}): Promise<Scrolled & { reached: number }> {
  const log = document.querySelector('[role=log]')
  if (!log) throw new Error('no chat is open')
  let tasks = 0
  const observer = new PerformanceObserver((entries) => {
    tasks += entries.getEntries().length
  })
  observer.observe({ type: 'longtask' })
  const frames: number[] = []
  const first = () => {
    const [message] = log.querySelectorAll('article')
    return Number(/number (\d+)/.exec(message?.textContent ?? '')?.[1] ?? Number.POSITIVE_INFINITY)
  }
  const from = first()
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const end = last + 120_000
  while (first() > until && last < end) {
    log.scrollBy({ top: -step, behavior: 'instant' })
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    frames.push(now - last)
    last = now
  }
  observer.disconnect()
  return { frames, tasks, reached: from - first() }
}

/** Scrolls the list of chats down. */
export async function listScrolled({ times }: { times: number }): Promise<Scrolled> {
  const list = document.querySelector('[data-chat-rows]')
  if (!list || list.scrollHeight <= list.clientHeight) throw new Error('the list does not scroll')
  let tasks = 0
  const observer = new PerformanceObserver((entries) => {
    tasks += entries.getEntries().length
  })
  observer.observe({ type: 'longtask' })
  const frames: number[] = []
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
  for (let n = 0; n < times; n++) {
    list.scrollBy({ top: 400, behavior: 'instant' })
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    frames.push(now - last)
    last = now
  }
  list.scrollTo({ top: 0, behavior: 'instant' })
  observer.disconnect()
  return { frames, tasks }
}

/** Waits until a text stands in the list of chats; gives the longest task of the page until then, 0 for none over 50 ms. */
export async function textShown({ text }: { text: string }): Promise<number> {
  let longest = 0
  const observer = new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) longest = Math.max(longest, duration)
  })
  observer.observe({ type: 'longtask' })
  const start = performance.now()
  const isShown = () => document.querySelector('ul[aria-label="Chats"]')?.textContent?.includes(text) === true
  while (!isShown()) {
    if (performance.now() - start > 30_000) throw new Error(`${text} did not come`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  observer.disconnect()
  return longest
}
