/** The same message ids in another language; a missing or surplus one does not compile. */
export type Translation<T> = { readonly [K in keyof T]: string }
