export * from './link.ts'
export * from './names.ts'
export * from './reference.ts'
export * from './relay-address.ts'
