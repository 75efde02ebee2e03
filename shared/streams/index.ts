export { type ConflatedOptions, conflated, Observable } from './conflated.ts'
export { Emitter, type Unsubscribe } from './emitter.ts'
export { type EventStreamOptions, eventStream } from './events.ts'
