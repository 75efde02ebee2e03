/** The mark: one voice that makes room for another. The same drawing as assets/icon/icon.svg. */
import { useId } from 'react'

export function Mark({ size = 40 }: { readonly size?: number }) {
  const id = useId()
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden>
      <defs>
        <linearGradient id={`${id}ground`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#c24b31" />
          <stop offset="1" stopColor="#882513" />
        </linearGradient>
        <mask id={`${id}bite`}>
          <path d="M0 0h64v64H0z" fill="#fff" />
          <circle cx="42.5" cy="42.5" r="13.5" fill="#000" />
        </mask>
      </defs>
      <rect x="2" y="2" width="60" height="60" rx="15" fill={`url(#${id}ground)`} />
      <path
        d="M27 11a16 16 0 0 1 0 32H13a2 2 0 0 1-2-2V27a16 16 0 0 1 16-16z"
        fill="#fff6f1"
        mask={`url(#${id}bite)`}
      />
      <path
        d="M42.5 32.0a10.5 10.5 0 0 1 10.5 10.5v9.1a1.4 1.4 0 0 1-1.4 1.4H42.5a10.5 10.5 0 0 1 0-21.0z"
        fill="#ffb9a5"
      />
    </svg>
  )
}
