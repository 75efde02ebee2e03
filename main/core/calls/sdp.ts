/** Keeps network addresses out of session descriptions and candidates. Has no knowledge of calls. */

/**
 * A session description without what names a network address: candidates travel on their own, and only once the call is
 * accepted (RFC 8839 §4.1: 0.0.0.0 and port 9 where no default candidate is known).
 */
export function withoutAddresses(sdp: string): string {
  return sdp
    .split(/\r\n|\r|\n/)
    .filter((line) => !/^a=(candidate|remote-candidates|end-of-candidates)\b/.test(line))
    .map((line) => {
      if (line.startsWith('c=')) return 'c=IN IP4 0.0.0.0'
      if (line.startsWith('a=rtcp:')) return 'a=rtcp:9 IN IP4 0.0.0.0'
      return line.replace(/^m=(\S+) [1-9]\d*(\/\d+)? /, 'm=$1 9 ')
    })
    .join('\r\n')
}

/** Whether a candidate (RTCIceCandidateInit as JSON) shows the TURN server's address alone. */
export function isRelayed(candidate: string): boolean {
  const text = candidateText(candidate)
  return text !== null && (text === '' || / typ relay\b/.test(text))
}

/** The candidate without the address behind it (`raddr`, `rport`), which for a relayed one is the own public address. */
export function withoutRelatedAddress(candidate: string): string {
  const init: unknown = JSON.parse(candidate)
  const text = candidateText(candidate)
  if (text === null || typeof init !== 'object') return candidate
  const hidden = text.replace(/ raddr \S+/, ' raddr 0.0.0.0').replace(/ rport \d+/, ' rport 0')
  return JSON.stringify({ ...init, candidate: hidden })
}

function candidateText(json: string): string | null {
  try {
    const init: unknown = JSON.parse(json)
    if (typeof init !== 'object' || init === null || !('candidate' in init)) return null
    return typeof init.candidate === 'string' ? init.candidate : null
  } catch {
    return null
  }
}
