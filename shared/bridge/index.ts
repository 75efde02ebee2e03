export { BaseChannel, type Channel, type Frame, maxFrameFromCore, maxFrameFromRenderer } from './channel.ts'
export { BridgeLink, clientOf, createClient, type Link } from './client.ts'
export { memoryPair } from './pair.ts'
export {
  type DomPort,
  domPortChannel,
  type ElectronPort,
  electronPortChannel,
  type NodePort,
  nodePortChannel,
} from './port.ts'
export { type SocketLike, socketChannel } from './socket.ts'
